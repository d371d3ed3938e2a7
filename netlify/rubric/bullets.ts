/**
 * The signs that begin an item of a list, for use inside a character class. Those of symbol fonts that stand for
 * no known sign are shown as a bullet or a box all the same.
 */
export const BULLETS = '•‣⁃‐‑‒▪■□▢●○◦◾◽❍❏❑❒❖➢➤►▶·∙\\uf020-\\uf0ff'

/** A bullet and the space behind it, at the start of a text; also without a space, where a word follows. */
export const LEADING_BULLET = new RegExp(`^[${BULLETS}](?:\\s+|(?=\\p{L}))`, 'u')
