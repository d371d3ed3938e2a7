import { migrate } from '../netlify/store/postgres/migrate.ts'

/** `npm run migrate [-- <url>]`: brings the database of `DATABASE_URL` up to date. */
const url = process.argv[2] ?? process.env.DATABASE_URL
if (!url) {
  process.stderr.write('Set DATABASE_URL, or give the connection URL: npm run migrate -- postgres://…\n')
  process.exit(1)
}
const applied = await migrate(url)
process.stdout.write(applied.length ? `Applied ${applied.join(', ')}\n` : 'The schema is up to date.\n')
