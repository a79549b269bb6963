// Holds the code to the import rules of tools/import-rules.ts.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { importRules, textRules } from './import-rules.ts'

export interface Breach {
  readonly rule: string
  readonly place: string
  readonly comment: string
}

/** Throws if it was given nothing to read: a check that looks at no module must not pass. */
export async function findImportBreaches(
  baseDir: string,
  folders: readonly string[],
): Promise<{ modules: number; breaches: Breach[] }> {
  const { output } = await cruise([...folders], {
    baseDir,
    parser: 'swc',
    tsPreCompilationDeps: false,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^web/dist/' },
    validate: true,
    ruleSet: { forbidden: importRules },
  })
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered with text: ${output}`)
  const modules = output.modules.filter(module => !module.source.includes('node_modules')).length
  if (modules === 0) throw new Error(`dependency-cruiser read no module in ${folders.join(', ')}`)
  const breaches = output.summary.violations.map(({ rule, from, to, cycle }) => ({
    rule: rule.name,
    place: `${from} → ${cycle ? cycle.map(step => step.name).join(' → ') : to}`,
    comment: importRules.find(({ name }) => name === rule.name)?.comment ?? '',
  }))
  return { modules, breaches }
}

export function findTextBreaches(root: string): Breach[] {
  const files = globSync(['server/**/*.ts', 'web/**/*.{ts,tsx}', 'e2e/**/*.ts', 'tools/**/*.ts', 'bench/**/*.ts'], {
    cwd: root,
  })
    .map(file => file.replaceAll('\\', '/'))
    .sort()
  return files.flatMap(file => {
    const lines = readFileSync(`${root}/${file}`, 'utf8').split('\n')
    return textRules
      .filter(rule => rule.files.test(file) && !rule.allowed.test(file))
      .flatMap(rule =>
        lines.flatMap((line, index) =>
          rule.text.test(line) ? [{ rule: rule.name, place: `${file}:${index + 1}`, comment: rule.comment }] : [],
        ),
      )
  })
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..')
  const { modules, breaches } = await findImportBreaches(
    root,
    ['server', 'web', 'tools', 'e2e', 'bench'].filter(folder => existsSync(join(root, folder))),
  )
  const all = [...breaches, ...findTextBreaches(root)]
  for (const { rule, place, comment } of all) console.error(`${rule}: ${place}\n  ${comment}`)
  console.log(`${modules} modules read, ${all.length} breaches`)
  process.exitCode = all.length === 0 ? 0 : 1
}
