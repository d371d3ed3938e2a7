import { notFound } from '../handlers/not-found.ts'

export default notFound
