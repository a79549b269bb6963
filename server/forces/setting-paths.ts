import type { ForceSettings } from './schema.ts'

/** Each setting by its path, such as `callingHours.sunday.from`, with its value. */
export const settingPaths = (settings: ForceSettings): ReadonlyMap<string, string | number | null> =>
  new Map(pathsIn(settings as unknown as Branch, ''))

type Leaf = string | number | null
interface Branch {
  readonly [key: string]: Leaf | Branch
}

const pathsIn = (branch: Branch, before: string): readonly (readonly [string, Leaf])[] =>
  Object.entries(branch).flatMap(([key, value]) =>
    value !== null && typeof value === 'object'
      ? pathsIn(value, `${before}${key}.`)
      : [[`${before}${key}`, value] as const],
  )
