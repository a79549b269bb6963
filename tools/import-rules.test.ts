import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { findImportBreaches, findTextBreaches } from './check-imports.ts'

function project(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'ringback-imports-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  for (const [file, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return root
}

const value = (path: string) => `import { x } from '${path}'\nexport const y = x\n`
const type = (path: string) => `import type { X } from '${path}'\nexport type Y = X\n`
const leaf = 'export const x = 1\nexport type X = 1\n'

it.each<[says: string, files: Record<string, string>, breaches: string[]]>([
  [
    'an earlier service is free',
    { 'server/alerts/tasks.ts': value('../interviews/service.ts'), 'server/interviews/service.ts': leaf },
    [],
  ],
  [
    "an earlier stage's queries are not",
    { 'server/alerts/tasks.ts': value('../interviews/queries.ts'), 'server/interviews/queries.ts': leaf },
    ['alerts-uses-only-what-comes-before'],
  ],
  [
    'a later stage is not',
    { 'server/calls/service.ts': value('../alerts/service.ts'), 'server/alerts/service.ts': leaf },
    ['calls-uses-only-what-comes-before'],
  ],
  [
    'the types of a later stage are',
    { 'server/calls/service.ts': type('../alerts/service.ts'), 'server/alerts/service.ts': leaf },
    [],
  ],
  [
    'a foundation knows no stage',
    { 'server/people/service.ts': value('../calls/service.ts'), 'server/calls/service.ts': leaf },
    ['foundations-know-no-stage'],
  ],
  [
    'the platform knows no force',
    { 'server/platform/a.ts': value('../forces/service.ts'), 'server/forces/service.ts': leaf },
    ['platform-knows-nothing-of-the-work'],
  ],
  [
    'circles are found',
    { 'server/calls/a.ts': value('./b.ts'), 'server/calls/b.ts': `${value('./a.ts')}${leaf}` },
    ['no-circles'],
  ],
  [
    'a circle of types is none',
    { 'server/calls/a.ts': `${type('./b.ts')}${leaf}`, 'server/calls/b.ts': `${value('./a.ts')}export type X = 1\n` },
    [],
  ],
  [
    'the web takes no value from the server',
    { 'web/a.tsx': value('../server/app.ts'), 'server/app.ts': leaf },
    ['web-takes-types-only'],
  ],
  ['the web takes types', { 'web/a.tsx': type('../server/app.ts'), 'server/app.ts': leaf }, []],
  [
    'test code stays out',
    { 'server/calls/a.ts': value('../testing/b.ts'), 'server/testing/b.ts': leaf },
    ['tests-stay-out'],
  ],
])('%s', async (_, files, expected) => {
  const root = project({ 'server/main.ts': leaf, ...files })
  const folders = [...new Set(['server', ...Object.keys(files).map(file => file.split('/')[0] ?? '')])]
  const { modules, breaches } = await findImportBreaches(root, folders)
  expect(modules).toBeGreaterThan(1)
  expect([...new Set(breaches.map(breach => breach.rule))]).toEqual(expected)
})

it('refuses to pass when it read nothing', async () => {
  await expect(findImportBreaches(project({ 'server/a.txt': '' }), ['server'])).rejects.toThrow('read no module')
})

it('sees what imports do not show', () => {
  const root = project({
    'server/config.ts': 'export const e = process.env\n',
    'server/calls/a.ts': 'export const e = process.env.HOME\n',
    'web/a.ts': "import type { X } from '../server/calls/queries.ts'\nexport type Y = X\n",
    'web/b.ts': "import type { X } from '../server/calls/schema.ts'\nexport type Y = X\n",
    'e2e/a.ts': "test.skip('x')\n",
  })
  expect(findTextBreaches(root).map(({ rule, place }) => `${rule} ${place}`)).toEqual([
    'nothing-is-skipped e2e/a.ts:1',
    'config-reads-the-environment server/calls/a.ts:1',
    'web-takes-wire-types web/a.ts:1',
  ])
})
