import type { Seal } from '../platform/seal.ts'
import type { Telephone } from '../platform/telephone.ts'
import { fullName, type RecipientRow } from './import-rules.ts'

/** Hashes are hexadecimal text here, so that they can be keys. */
export interface HashedNumber extends Telephone {
  readonly hash: string
}

/** What tells one person from another, hashed. */
export interface Likeness {
  readonly name: string | null
  readonly nameAndBirth: string | null
  /** Of usable numbers: "withheld" is nobody's in common. */
  readonly numbers: readonly string[]
}

export interface KnownPerson extends Likeness {
  readonly id: string
}

/** Somebody without a name, or with a name and nothing else, is known only within their incident. */
export function likenessOf(row: RecipientRow, numbers: readonly HashedNumber[], seal: Seal): Likeness {
  const name = fullName(row.person)
  const usable = numbers.filter(({ usable }) => usable)
  if (name === '' || (row.person.bornOn === '' && usable.length === 0)) {
    const within = [row.reference, row.involvement, name, row.person.bornOn || inOrder(usable).join(' ')]
    return { name: null, nameAndBirth: seal.hashText('name and birth', `within\0${within.join('\0')}`), numbers: [] }
  }
  return {
    name: seal.hashText('name', name),
    nameAndBirth: row.person.bornOn === '' ? null : seal.hashText('name and birth', `${name}\0${row.person.bornOn}`),
    numbers: usable.map(({ hash }) => hash),
  }
}

const inOrder = (numbers: readonly HashedNumber[]) => numbers.map(({ number }) => number).sort()

/**
 * Sorts rows to people. Same person: same name and birth date, else same name and a number in common, through as many
 * others as it takes, so the order of the rows doesn't matter. Where rows now join people who were known apart, each row
 * stays with whom it was imported for (`before`, their id), else goes to the one of the same birth date, else to the earliest known.
 */
export function sortToPeople(
  rows: readonly Likeness[],
  known: readonly KnownPerson[],
  before: (row: number, candidates: readonly KnownPerson[]) => string | undefined,
  newPerson: () => string,
): readonly string[] {
  const groups = new Groups()
  const keys = rows.map(keysOf)
  for (const joined of [...known.map(keysOf), ...keys]) groups.join(joined)
  const knownByGroup = Map.groupBy(known, person => groups.of(keysOf(person)))
  const newByGroup = new Map<string, string>()
  return rows.map((row, at) => {
    const group = groups.of(keys[at] ?? [])
    const candidates = (group === undefined ? undefined : knownByGroup.get(group)) ?? []
    const found = before(at, candidates) ?? bestOf(row, candidates)?.id
    if (found !== undefined) return found
    if (group === undefined) return newPerson()
    const id = newByGroup.get(group) ?? newPerson()
    newByGroup.set(group, id)
    return id
  })
}

function bestOf(row: Likeness, candidates: readonly KnownPerson[]): KnownPerson | undefined {
  const earliest = candidates.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return earliest.find(person => row.nameAndBirth !== null && person.nameAndBirth === row.nameAndBirth) ?? earliest[0]
}

/** A name alone joins nobody. */
function keysOf({ name, nameAndBirth, numbers }: Likeness): readonly string[] {
  const keys = nameAndBirth === null ? [] : [`born ${nameAndBirth}`]
  if (name !== null) keys.push(...numbers.map(number => `rung ${name} ${number}`))
  return keys
}

/** Disjoint sets of keys. */
class Groups {
  private readonly parents = new Map<string, string>()

  join(keys: readonly string[]): void {
    const first = keys[0]
    if (first === undefined) return
    for (const key of keys) this.parents.set(this.top(key), this.top(first))
  }

  of(keys: readonly string[]): string | undefined {
    return keys[0] === undefined ? undefined : this.top(keys[0])
  }

  private top(key: string): string {
    let at = key
    for (let parent = this.parents.get(at); parent !== undefined && parent !== at; parent = this.parents.get(at)) {
      const above = this.parents.get(parent) ?? parent
      this.parents.set(at, above) // halves the way for the next who asks
      at = above
    }
    if (!this.parents.has(at)) this.parents.set(at, at)
    return at
  }
}
