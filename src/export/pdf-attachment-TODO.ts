export function readAttachment(_pdf: Uint8Array, _name: string): Uint8Array | undefined {
  return undefined
}
