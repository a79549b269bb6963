import { spawnSync } from 'node:child_process'

/** Everything `npm test` runs, in order; the first failure ends it. */
const steps = ['check:types', 'check:lint', 'test:server']

for (const step of steps) {
  const { status } = spawnSync('npm', ['run', '--silent', step], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error(`${step} failed`)
    process.exit(1)
  }
}
