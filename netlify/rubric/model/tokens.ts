/** About 3 characters a token in Latin scripts, 1 in others; on the high side. */
export function tokensOf(text: string): number {
  const others = text.match(/[\u0250-\u{10ffff}]/gu)?.length ?? 0
  return Math.ceil((text.length - others) / 3) + others
}

/** Room for a model that thinks before it writes. */
export const THINKING_TOKENS = 8_000
