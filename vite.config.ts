import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv } from 'vite'

export default defineConfig(({ mode }) => ({
  plugins: [react()],
  // netlify dev forwards to exactly this port (`targetPort` in netlify.toml): another one would be a stranger.
  server: { port: Number(loadEnv(mode, '.', 'VITE_PORT').VITE_PORT ?? 5199), strictPort: true },
  build: { target: 'es2023', chunkSizeWarningLimit: 700 },
}))
