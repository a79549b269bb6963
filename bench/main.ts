import { globSync } from 'node:fs'
import { join } from 'node:path'
import { closeSystem } from './system.ts'

/** What a bench in `bench/*.ts` exports: figures as lines, the ratio to the least work that could do first. */
export interface Bench {
  run(): Promise<{ readonly name: string; readonly lines: readonly string[] }>
}

const wanted = process.argv.slice(2)
const notBenches = ['main.ts', 'system.ts']
const files = globSync('*.ts', { cwd: import.meta.dirname }).filter(file => !notBenches.includes(file))

try {
  for (const file of files.sort()) {
    if (wanted.length > 0 && !wanted.includes(file.replace(/\.ts$/, ''))) continue
    const { run } = (await import(join(import.meta.dirname, file))) as Bench
    const { name, lines } = await run()
    console.log(name)
    for (const line of lines) console.log(`  ${line}`)
  }
} finally {
  await closeSystem()
}
