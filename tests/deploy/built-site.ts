import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { unzipSync } from 'fflate'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '../..')
const modules = join(root, 'node_modules')

/**
 * The site as a deploy has it, built by `netlify build` without a login. In the project's own folder: the
 * bundler leaves out packages that it reaches through a link, so a copy that shares them would not do.
 */
export interface BuiltSite {
  manifest: { functions: ManifestFunction[] }
  /** Bytes of each function's zip. */
  zipBytes: Record<string, number>
  /** Files that the deploy's own Blobs store is filled with: key and path. */
  deployBlobs: Record<string, string>
  /** Calls a function in a process of its own, as Lambda would. */
  call(name: string, request: LambdaRequest): Promise<LambdaAnswer>
  remove(): Promise<void>
}

export interface ManifestFunction {
  name: string
  invocationMode?: string
  routes?: { pattern: string }[]
  excludedRoutes?: { pattern: string }[]
  schedule?: string
  trafficRules?: unknown
}

export interface LambdaRequest {
  method: string
  url: string
  headers?: Record<string, string>
  body?: string
  /** Where the Blobs of this site are. */
  blobs: { url: string; token: string; siteId: string }
  deploy: { id: string; context: string }
  /** The site's variables. */
  env?: Record<string, string>
}

export interface LambdaAnswer {
  status: number
  headers: Headers
  bytes: Buffer
  /** What the function wrote to its log. */
  log: string
}

export async function buildSite(): Promise<BuiltSite> {
  await run(join(modules, '.bin/node'), [join(modules, 'netlify-cli/bin/run.js'), 'build', '--offline'], {
    cwd: root,
    env: {
      ...process.env,
      NETLIFY_TELEMETRY_DISABLED: '1',
      PATH: `${join(modules, '.bin')}:${process.env.PATH}`,
    },
    maxBuffer: 50_000_000,
  })
  const functions = join(root, '.netlify/functions')
  const manifest = JSON.parse(await readFile(join(functions, 'manifest.json'), 'utf8'))
  const zips = (await readdir(functions)).filter((name) => name.endsWith('.zip'))
  const zipBytes: Record<string, number> = {}
  for (const zip of zips) zipBytes[zip.replace('.zip', '')] = (await stat(join(functions, zip))).size
  const blobFolder = join(root, '.netlify/deploy/v1/blobs/deploy')
  const deployBlobs = Object.fromEntries(
    (await readdir(blobFolder)).map((name) => [name, join(blobFolder, name)]),
  )
  const unzipped = await mkdtemp(join(tmpdir(), 'offstage-lambda-'))

  async function folderOf(name: string): Promise<string> {
    const folder = join(unzipped, name)
    if (await stat(folder).catch(() => undefined)) return folder
    const files = unzipSync(await readFile(join(functions, `${name}.zip`)))
    for (const [path, bytes] of Object.entries(files)) {
      if (path.endsWith('/')) continue
      await mkdir(join(folder, path, '..'), { recursive: true })
      await writeFile(join(folder, path), bytes)
    }
    return folder
  }

  return {
    manifest,
    zipBytes,
    deployBlobs,

    async call(name, request) {
      const folder = await folderOf(name)
      const eventFile = join(unzipped, `${crypto.randomUUID()}.json`)
      await writeFile(eventFile, JSON.stringify(eventOf(request)))
      const temp = await mkdtemp(join(tmpdir(), 'offstage-lambda-tmp-'))
      try {
        const { stdout, stderr } = await run(
          join(modules, '.bin/node'),
          [join(import.meta.dirname, 'lambda-host.ts'), folder, eventFile],
          {
            cwd: folder,
            // Nothing of this machine's environment: an instance has only what Lambda gives it.
            env: {
              PATH: '/usr/bin:/bin',
              AWS_LAMBDA_FUNCTION_NAME: name,
              LAMBDA_TASK_ROOT: folder,
              TMPDIR: temp,
              ...request.env,
            },
            maxBuffer: 50_000_000,
          },
        )
        const line = stdout.split('\n').find((text) => text.startsWith('ANSWER '))
        if (!line) throw new Error(`${name} gave no answer:\n${stdout}\n${stderr}`)
        const { answer, body } = JSON.parse(line.slice('ANSWER '.length))
        const headers = new Headers(answer.headers ?? {})
        for (const [key, values] of Object.entries<string[]>(answer.multiValueHeaders ?? {})) {
          headers.delete(key)
          for (const value of values) headers.append(key, value)
        }
        return {
          status: answer.statusCode,
          headers,
          bytes: Buffer.from(body, 'base64'),
          log: stdout + stderr,
        }
      } finally {
        await rm(temp, { recursive: true, force: true })
      }
    },

    async remove() {
      await rm(unzipped, { recursive: true, force: true })
    },
  }
}

/** The event that Netlify hands to Lambda. */
function eventOf(request: LambdaRequest) {
  const { blobs, deploy } = request
  return {
    httpMethod: request.method,
    path: new URL(request.url).pathname,
    rawUrl: request.url,
    headers: {
      host: new URL(request.url).host,
      ...request.headers,
      'x-nf-site-id': blobs.siteId,
      'x-nf-deploy-id': deploy.id,
      'x-nf-deploy-context': deploy.context,
      'x-nf-deploy-published': String(deploy.context === 'production' ? 1 : 0),
      'x-nf-client-connection-ip': '127.0.0.1',
    },
    body: request.body === undefined ? '' : Buffer.from(request.body).toString('base64'),
    isBase64Encoded: true,
    blobs: Buffer.from(
      JSON.stringify({
        url: blobs.url,
        url_uncached: blobs.url,
        token: blobs.token,
        primary_region: 'us-east-2',
      }),
    ).toString('base64'),
    flags: {},
  }
}
