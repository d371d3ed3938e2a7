/**
 * Gives a buffer's memory back at once, which the collector does late: a loop over hundreds of megabytes
 * otherwise touches new memory all the time. Nobody may use the buffer afterwards. Buffers that share their
 * memory with others are left alone.
 */
export function free(buffer: Buffer): void {
  const { buffer: memory } = buffer
  const isWhole = buffer.byteOffset === 0 && memory.byteLength >= Buffer.poolSize * 2
  if (isWhole && memory instanceof ArrayBuffer) memory.transfer(0)
}
