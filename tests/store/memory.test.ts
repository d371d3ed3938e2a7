import { randomUUID } from 'node:crypto'
import type { MemoryBackend } from '../../netlify/store/memory.ts'
import { createMemoryBackend, createMemoryStore } from '../../netlify/store/memory.ts'
import { conformance } from './conformance.ts'

const backends = new Map<string, MemoryBackend>()

conformance({
  name: 'memory',
  async make(options, backend = randomUUID()) {
    const shared = backends.get(backend) ?? createMemoryBackend()
    backends.set(backend, shared)
    return { store: createMemoryStore(options, shared), dispose: async () => {} }
  },
})
