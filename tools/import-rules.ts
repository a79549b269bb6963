import type { DependencyType, IForbiddenRuleType } from 'dependency-cruiser'

/** The stages in the order of the work: a stage may use those before it, by their `service.ts`, and never a later one. */
export const stages = [
  'recipients',
  'calls',
  'interviews',
  'imports',
  'alerts',
  'recovery',
  'recognition',
  'outcomes',
  'performance',
] as const

/** What stands under every stage, and so may import none of them. */
const foundations = ['platform', 'audit', 'forces', 'people', 'surveys']

const anyOf = (folders: readonly string[]) => `^server/(${folders.join('|')})/`
const notTypes: { dependencyTypesNot: DependencyType[] } = { dependencyTypesNot: ['type-only'] }
const inTests = '(\\.test\\.ts$|^server/testing/)'

const oneRulePerStage: IForbiddenRuleType[] = stages.map((stage, position) => {
  const earlier = stages.slice(0, position)
  const services = earlier.length === 0 ? [] : [`^server/(${earlier.join('|')})/service\\.ts$`]
  return {
    name: `${stage}-uses-only-what-comes-before`,
    comment:
      'A later stage hears of an earlier one by events (server/subscriptions.ts); an earlier one shows its service.ts only.',
    severity: 'error',
    from: { path: `^server/${stage}/`, pathNot: inTests },
    to: { path: anyOf(stages), pathNot: [`^server/${stage}/`, ...services], ...notTypes },
  }
})

/** Who may import whom, as docs/how-it-works.md says it. Imports of types alone are erased before the code runs, and are free. */
export const importRules: IForbiddenRuleType[] = [
  {
    name: 'no-circles',
    comment: 'Two files that need each other are one concept, or one too many.',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: notTypes },
  },
  ...oneRulePerStage,
  {
    name: 'foundations-know-no-stage',
    comment: 'Platform, audit, forces, people and surveys stand under the stages.',
    severity: 'error',
    from: { path: anyOf(foundations), pathNot: inTests },
    to: { path: anyOf(stages), ...notTypes },
  },
  {
    name: 'platform-knows-nothing-of-the-work',
    comment: 'The platform could serve another application; it may borrow types.',
    severity: 'error',
    from: { path: '^server/platform/', pathNot: inTests },
    to: { path: '^server/', pathNot: '^server/(platform/|config\\.ts$)', ...notTypes },
  },
  {
    name: 'schema-is-plain',
    comment: 'The web reads the types of schema.ts: it imports nothing of the server but another schema.ts.',
    severity: 'error',
    from: { path: '^server/.*/schema\\.ts$' },
    to: { path: '^server/', pathNot: '/schema\\.ts$' },
  },
  {
    name: 'tests-stay-out',
    comment: 'What runs for a force does not import test code.',
    severity: 'error',
    from: { path: '^(server|web)/', pathNot: inTests },
    to: { path: inTests },
  },
  {
    name: 'web-takes-types-only',
    comment: 'The web app talks to the server over HTTP.',
    severity: 'error',
    from: { path: '^web/' },
    to: { path: '^server/', ...notTypes },
  },
  {
    name: 'server-knows-no-web',
    comment: 'The server serves the built web app as files.',
    severity: 'error',
    from: { path: '^server/' },
    to: { path: '^(web|e2e|bench|tools)/' },
  },
]

/** Text that no import rule can see; `allowed` are the files where it belongs. */
export interface TextRule {
  readonly name: string
  readonly comment: string
  readonly files: RegExp
  readonly allowed: RegExp
  readonly text: RegExp
}

export const textRules: readonly TextRule[] = [
  {
    name: 'config-reads-the-environment',
    comment: 'server/config.ts is the only reader of process.env, so that all faults are told together.',
    files: /^server\/.*\.ts$/,
    allowed: /^server\/(config\.ts|testing\/)|\.test\.ts$/,
    text: /process\.env\b/,
  },
  {
    name: 'web-takes-wire-types',
    comment: 'The web takes types from app.ts and schema.ts files alone.',
    files: /^web\/.*\.tsx?$/,
    allowed: /^$/,
    text: /from '[^']*\/server\/(?!app\.ts'|(?:[\w-]+\/)*schema\.ts')[^']*'/,
  },
  {
    name: 'nothing-is-skipped',
    comment: 'A test that does not run, or an escape from the types.',
    files: /^(server|web|e2e|tools|bench)\/.*\.tsx?$/,
    allowed: /^tools\/import-rules(\.test)?\.ts$/,
    text: /\b(it|test|describe)\.(skip|only|todo|fixme)\b|@ts-(ignore|nocheck)/,
  },
]
