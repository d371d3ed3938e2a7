import type { Chromium } from './chromium.ts'

/**
 * Our own list: the package's default flags include `--disable-web-security`, with which an injected
 * `<iframe src="file://…">` prints local files.
 *
 * The network is closed twice: host names resolve to nothing, and everything, loopback included, goes to a
 * proxy where nobody listens (port 9, discard).
 */
export function launchFlags(kind: Chromium['kind'], profile: string): string[] {
  return [
    '--headless',
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    '--proxy-server=http://127.0.0.1:9',
    '--proxy-bypass-list=<-loopback>',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
    '--disable-background-networking',
    '--disable-breakpad',
    '--disable-client-side-phishing-detection',
    '--disable-component-update',
    '--disable-default-apps',
    // Lambda has no /dev/shm.
    '--disable-dev-shm-usage',
    '--disable-domain-reliability',
    '--disable-extensions',
    '--disable-features=DnsOverHttps,MediaRouter,OptimizationHints,Prerender2,Translate',
    '--disable-gpu',
    '--disable-software-rasterizer',
    '--disable-sync',
    '--disable-webgl',
    '--font-render-hinting=none',
    '--force-color-profile=srgb',
    '--hide-scrollbars',
    '--mute-audio',
    '--no-default-browser-check',
    '--no-first-run',
    '--no-pings',
    ...(kind === 'bundled' ? BUNDLED_FLAGS : []),
  ]
}

/**
 * Lambda refuses `prctl(PR_SET_NO_NEW_PRIVS)`, with which Chromium starts its children, and the user
 * namespaces of its sandbox: so one process without a sandbox. Locally it is the same, so that what works
 * there works deployed, and because it is twice as fast. A process like this has one browser context: each job
 * gets a process of its own.
 *
 * The rest saves a third of the processor time from launch to PDF, and parts jobs better still: nothing of a
 * page is kept on disk (`--incognito`), nothing is composited for a screen that is not there, and no machine
 * code is made at run time, as the document's scripts are off (`--jitless`).
 */
const BUNDLED_FLAGS = [
  '--single-process',
  '--in-process-gpu',
  '--no-sandbox',
  '--no-zygote',
  '--incognito',
  '--disable-threaded-compositing',
  '--js-flags=--jitless',
]
