/** The browser that deploys run. Written by scripts/chromium-pack.ts. */
export const chromiumRelease = {
  /** Of @sparticuz/chromium. */
  version: '153.0.0',
  /** Of the browser pack. */
  sha256: '54a0ee31bbaaafd0d770acc52f76b535a92e20b912a74bef0bdae234b481e56c',
}
