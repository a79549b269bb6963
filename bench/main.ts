import { globSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { closeSystem } from './system.ts'

export interface BenchOptions {
  /** Of the file that an import reads; each bench has its usual number. */
  readonly rows?: number
}

/** What a bench in `bench/*.ts` exports: figures as lines, the ratio to the least work that could do first. */
export interface Bench {
  run(options: BenchOptions): Promise<{ readonly name: string; readonly lines: readonly string[] }>
}

// npm run bench -- import --rows 1000000
const { values, positionals: wanted } = parseArgs({ options: { rows: { type: 'string' } }, allowPositionals: true })
const notBenches = [
  'main.ts',
  'system.ts',
  'force.ts',
  'import-process.ts',
  'recipient-file.ts',
  'database-processor.ts',
]
const files = globSync('*.ts', { cwd: import.meta.dirname }).filter(file => !notBenches.includes(file))

try {
  for (const file of files.sort()) {
    if (wanted.length > 0 && !wanted.includes(file.replace(/\.ts$/, ''))) continue
    const { run } = (await import(join(import.meta.dirname, file))) as Bench
    const { name, lines } = await run({ rows: values.rows === undefined ? undefined : Number(values.rows) })
    console.log(name)
    for (const line of lines) console.log(`  ${line}`)
  }
} finally {
  await closeSystem()
}
