/** Milliseconds at a quantile from 0 to 1. */
export function quantile(times: number[], at: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN
}

export const say = (text: string) => process.stdout.write(`${text}\n`)
