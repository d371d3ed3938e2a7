import { realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv } from 'vite'

export default defineConfig(({ mode }) => ({
  plugins: [react()],
  // netlify dev forwards to exactly this port (`targetPort` in netlify.toml): another one would be a stranger.
  server: {
    port: Number(loadEnv(mode, '.', 'VITE_PORT').VITE_PORT ?? 5199),
    strictPort: true,
    // In a copy of the project packages are links, and what they lead to stands outside.
    fs: { allow: ['.', dirname(realpathSync('node_modules/vite'))] },
  },
  // Not in the project's node_modules, which copies of it share; below some node_modules, as no source of ours.
  cacheDir: '.netlify/node_modules/.vite',
  // All named: one that is found late reloads the page, and with it goes what the visitor has done.
  optimizeDeps: { include: ['react', 'react-dom', 'react-dom/client', 'zod', 'pdfjs-dist'] },
  build: { target: 'es2023', chunkSizeWarningLimit: 700 },
}))
