import { spawnSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Builds the web app before it is served, if anything it is made of is newer than what was built. */
const root = join(import.meta.dirname, '..')
const changedAt = (path: string) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0

const isBuilt = (path: string) => path.startsWith(join('web', 'dist'))
const sources = globSync(['web/**/*.*', 'server/**/schema.ts', 'package-lock.json'], { cwd: root, exclude: isBuilt })
const newest = Math.max(...sources.filter(path => !isBuilt(path)).map(changedAt))

if (changedAt('web/dist/index.html') < newest) {
  console.error('Building the web app …')
  const build = spawnSync('npx', ['vite', 'build', 'web', '--logLevel', 'warn'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  process.exit(build.status ?? 1)
}
