// Installs what is missing before a script runs, so that one command is enough on a fresh machine. Runs under any Node.
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const changedAt = path => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0

if (changedAt('node_modules/.package-lock.json') < changedAt('package-lock.json')) {
  const install = spawnSync(process.execPath, [process.env.npm_execpath, 'ci'], { cwd: root, stdio: 'inherit' })
  process.exit(install.status ?? 1)
}
