// `npm test`: every check and every test, in order. All of it runs even if something fails, so one run shows all there is
// to mend. `npm test -- types server` runs only the named steps. The telephone's step, `sip`, needs Kamailio on the machine, and
// runs only where it is named.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { provideChromium } from './find-chromium.ts'
import { type Outcome, playwrightOutcome, vitestOutcome } from './outcome.ts'

interface Step {
  readonly name: string
  readonly heading: string
  readonly script: string
  readonly args?: readonly string[]
  /** What the step needs in its environment; throws where the machine can't have it. */
  readonly prepare?: () => Record<string, string>
  readonly outcome?: (report: unknown) => Outcome
  /** Left out unless it is asked for. */
  readonly onlyIfNamed?: boolean
}

const reports = mkdtempSync(join(tmpdir(), 'ringback-reports-'))
const reportOf = (name: string) => join(reports, `${name}.json`)

const steps: readonly Step[] = [
  { name: 'types', heading: 'Types', script: 'check:types' },
  { name: 'lint', heading: 'Format and lint', script: 'check:lint' },
  { name: 'imports', heading: 'Who may import whom', script: 'check:imports' },
  { name: 'dead', heading: 'Dead code', script: 'check:dead' },
  {
    name: 'server',
    heading: 'Rules, database and API',
    script: 'test:server',
    args: ['--reporter=default', '--reporter=json', `--outputFile.json=${reportOf('server')}`],
    outcome: vitestOutcome,
  },
  { name: 'build', heading: 'Web build', script: 'build' },
  {
    name: 'browser',
    heading: 'Browser',
    script: 'test:browser',
    args: ['--reporter=list,json'],
    prepare: () => ({ CHROMIUM_PATH: provideChromium(), PLAYWRIGHT_JSON_OUTPUT_NAME: reportOf('browser') }),
    outcome: playwrightOutcome,
  },
  {
    name: 'sip',
    heading: 'Telephone',
    script: 'test:sip',
    args: ['--reporter=list,json'],
    prepare: () => ({ CHROMIUM_PATH: provideChromium(), PLAYWRIGHT_JSON_OUTPUT_NAME: reportOf('sip') }),
    outcome: playwrightOutcome,
    onlyIfNamed: true,
  },
]

process.exitCode = main(process.argv.slice(2))

function main(names: readonly string[]): number {
  const unknown = names.filter(name => !steps.some(step => step.name === name))
  if (unknown.length > 0) {
    console.error(`There is no step ${unknown.join(', ')}; there are ${steps.map(step => step.name).join(', ')}.`)
    return 2
  }
  const chosen = steps.filter(step => (names.length === 0 ? !step.onlyIfNamed : names.includes(step.name)))
  const results = chosen.map(step => ({ step, ...run(step) }))
  rmSync(reports, { recursive: true, force: true })

  console.log('\n── Summary')
  for (const { step, ok, seconds, outcome } of results) {
    console.log(`${ok ? 'passed' : 'FAILED'}  ${step.heading} (${seconds.toFixed(1)} s)`)
    for (const failure of outcome.failed) console.log(`        ${failure}`)
  }
  const passed = results.reduce((sum, { outcome }) => sum + outcome.passed, 0)
  const failed = results.reduce((sum, { outcome }) => sum + outcome.failed.length, 0)
  console.log(`${passed} passed, ${failed} failed`)
  return results.every(result => result.ok) ? 0 : 1
}

function run(step: Step): { ok: boolean; seconds: number; outcome: Outcome } {
  console.log(`\n── ${step.heading}`)
  const startedAt = performance.now()
  const succeeded = succeeds(step)
  const { passed, failed } = outcomeOf(step) ?? { passed: 0, failed: [] }
  const ok = succeeded && failed.length === 0 && (!step.outcome || passed > 0)
  return {
    ok,
    seconds: (performance.now() - startedAt) / 1000,
    // A step that fails with no failed test to show for it is itself one failure.
    outcome: { passed, failed: ok || failed.length > 0 ? failed : ['its own words are above'] },
  }
}

function succeeds(step: Step): boolean {
  try {
    const environment = { ...process.env, ...step.prepare?.() }
    const args = ['run', '--silent', step.script, ...(step.args ? ['--', ...step.args] : [])]
    const { status } = spawnSync('npm', args, {
      stdio: 'inherit',
      env: environment,
      shell: process.platform === 'win32',
    })
    return status === 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return false
  }
}

function outcomeOf({ name, outcome }: Step): Outcome | undefined {
  if (!outcome) return undefined
  let text: string
  try {
    text = readFileSync(reportOf(name), 'utf8')
  } catch {
    return undefined // the runner stopped before it could write its report; its own words are above
  }
  return outcome(JSON.parse(text))
}
