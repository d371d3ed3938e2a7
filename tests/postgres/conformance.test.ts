import { afterAll, test } from 'vitest'
import { migrate } from '../../netlify/store/postgres/migrate.ts'
import { missingServer } from '../redis/missing.ts'
import { conformance } from '../store/conformance.ts'
import { differential } from '../store/differential.ts'
import { postgresDriver } from './driver.ts'
import { tryPostgres } from './server.ts'

const server = await tryPostgres()
const SEQUENCES = Number(process.env.SEQUENCES ?? 25)

if ('reason' in server) missingServer('postgres store', server.reason)
else {
  const url = await server.createDatabase()
  await migrate(url)
  const driver = postgresDriver(server, url)
  afterAll(async () => {
    await driver.closeAll()
    await server.stop()
  })

  conformance(driver)

  test(`answers ${SEQUENCES} random sequences of operations as memory does`, async () => {
    for (let seed = 1; seed <= SEQUENCES; seed += 1) await differential(driver, { seed })
  }, 600_000)
}
