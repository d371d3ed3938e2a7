import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Loads a module of the product in a plain script: Node runs `.ts`, but no `.tsx`. */
export async function product<Module>(path: string): Promise<Module> {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  })
  closers.push(() => server.close())
  return (await server.ssrLoadModule(join(root, path))) as Module
}

const closers: (() => Promise<void>)[] = []

/** Lets the script end. */
export async function finish(): Promise<void> {
  await Promise.all(closers.map((close) => close()))
}
