import type { Role } from '../../server/forces/schema.ts'

interface PageRule {
  readonly to: string
  readonly title: string
  readonly roles: readonly Role[]
  readonly openInDemo?: boolean
}

/** The pages of a force and who may open them; the server holds the same rules and has the last word. */
export const pages = [
  { to: '/f/$force/calls', title: 'Calls', roles: ['interviewer', 'team_leader'] },
  { to: '/f/$force/recipients', title: 'Recipients', roles: ['administrator', 'team_leader'] },
  { to: '/f/$force/serious', title: 'Serious', roles: ['team_leader', 'complaints', 'administrator'] },
  { to: '/f/$force/shifts', title: 'Shifts', roles: ['team_leader', 'administrator'] },
  { to: '/f/$force/alerts', title: 'Alerts', roles: ['supervisor', 'team_leader', 'complaints', 'administrator'] },
  {
    to: '/f/$force/performance',
    title: 'Performance',
    roles: ['analyst', 'authority', 'team_leader', 'supervisor', 'administrator'],
  },
  { to: '/f/$force/people', title: 'People', roles: ['administrator', 'team_leader', 'supervisor', 'analyst'] },
  { to: '/f/$force/selection', title: 'Selection', roles: ['administrator', 'analyst', 'team_leader'] },
  { to: '/f/$force/imports', title: 'Imports', roles: ['administrator', 'analyst'] },
  // In the demo, where no real message lies, everybody may read it.
  { to: '/f/$force/mailbox', title: 'Mailbox', roles: ['administrator', 'team_leader'], openInDemo: true },
] as const satisfies readonly PageRule[]

export type Page = (typeof pages)[number]

export const mayOpen = (page: PageRule, roles: readonly Role[], isDemo: boolean): boolean =>
  page.roles.some(role => roles.includes(role)) || (isDemo && page.openInDemo === true)

export const pagesFor = (roles: readonly Role[], isDemo: boolean): readonly Page[] =>
  pages.filter(page => mayOpen(page, roles, isDemo))

/** Where each role starts its day. */
const landings: Readonly<Partial<Record<Role, Page['to']>>> = {
  interviewer: '/f/$force/calls',
  team_leader: '/f/$force/calls',
  supervisor: '/f/$force/alerts',
  complaints: '/f/$force/alerts',
  analyst: '/f/$force/performance',
  authority: '/f/$force/performance',
  administrator: '/f/$force/people',
}

export const landingFor = (roles: readonly Role[]): Page['to'] | undefined =>
  roles.map(role => landings[role]).find(page => page !== undefined)
