/**
 * The one place where a resume's text becomes a link target. Only http, https, mailto and tel pass; anything
 * else is shown as text and leads nowhere. An address without a scheme is taken as https.
 */
export function safeLink(written: string): string | undefined {
  const address = written.trim()
  // Browsers drop these inside URLs, so `java\nscript:` would come to life.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (address === '' || /[\u0000-\u0020\u007f-\u00a0\u2028\u2029\\]/.test(address)) return undefined
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase()
  if (scheme === 'mailto' || scheme === 'tel') return address
  if (scheme === 'http' || scheme === 'https') return webAddress(address)
  // `example.com:8080/x` also looks like a scheme; a port tells.
  if (scheme !== undefined && !/^[^/:]+\.[^/:]+:\d{1,5}(\/|$)/.test(address)) return undefined
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#]|$)/u.test(address)
    ? webAddress(`https://${address}`)
    : undefined
}

/** `mailto:` for something that looks like an address. */
export function mailLink(email: string): string | undefined {
  const address = email.trim().replace(/^mailto:/i, '')
  return /^[^\s@<>,;:?&"\\]+@[^\s@<>,;:?&"\\]+$/.test(address) ? safeLink(`mailto:${address}`) : undefined
}

/** `tel:` with the digits of a phone number. */
export function phoneLink(phone: string): string | undefined {
  const digits = phone.replace(/^tel:/i, '').replace(/[^\d+]/g, '')
  return /^\+?\d{3,20}$/.test(digits) ? safeLink(`tel:${digits}`) : undefined
}

function webAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  return url.hostname === '' ? undefined : url.href
}

/** An address as people write it: no scheme, no final slash. */
export function shownAddress(address: string): string {
  return address
    .trim()
    .replace(/^(https?:\/\/|mailto:|tel:)/i, '')
    .replace(/^([^/]+)\/$/, '$1')
}
