import { useState } from 'react'
import type { LineFault, ProblemFilter } from './api.ts'
import type { Mended } from './mending.ts'

type Place = 'units' | 'lines' | 'problems'

interface MendOfVisit {
  readonly nth: number
  readonly force: string
  readonly place: Place
  readonly mended: Mended
  /** Of one in the list of problems: what it mended, and where in which list that stood. */
  readonly stood: Stood | undefined
}

export interface Stood {
  readonly fault: LineFault
  readonly at: number
  readonly filter: ProblemFilter
}

/** What was mended since somebody came to the people of a force, oldest first: also while another tab is open. */
export interface MendsOfVisit {
  readonly list: (place: Place) => readonly MendOfVisit[]
  readonly add: (place: Place, mended: Mended, stood?: Stood) => void
  readonly forget: (nth: number) => void
}

export function useMendsOfVisit(force: string): MendsOfVisit {
  const [mends, setMends] = useState<readonly MendOfVisit[]>([])
  return {
    list: place => mends.filter(each => each.force === force && each.place === place),
    add: (place, mended, stood) =>
      setMends(all => [...all, { nth: (all.at(-1)?.nth ?? 0) + 1, force, place, mended, stood }]),
    forget: nth => setMends(all => all.filter(each => each.nth !== nth)),
  }
}
