/** The browser that deploys run. Written by scripts/chromium-pack.ts. */
export const chromiumRelease = {
  /** Of @sparticuz/chromium. */
  version: '153.0.0',
  /** Of the browser pack. */
  sha256: '2008c397db78446671da1000ed265a945590bab710d9140eee179791754ff9ed',
}
