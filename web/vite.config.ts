import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// With the slash: `/api.ts` is a module of the web app.
const api = { '^/api/': { target: process.env.RINGBACK_API ?? 'http://127.0.0.1:3000', changeOrigin: false } }

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, manifest: true, chunkSizeWarningLimit: 400 },
  server: { port: 3106, strictPort: true, proxy: api },
  preview: { port: 3106, strictPort: true, proxy: api },
})
