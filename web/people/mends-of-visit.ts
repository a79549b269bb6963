import { useState } from 'react'
import type { Mended } from './mending.ts'

type Half = 'units' | 'lines'

interface MendOfVisit {
  readonly nth: number
  readonly force: string
  readonly half: Half
  readonly mended: Mended
}

/** What was mended in the tree since somebody came to the people of a force, oldest first: also while another tab is open. */
export interface MendsOfVisit {
  readonly list: (half: Half) => readonly MendOfVisit[]
  readonly add: (half: Half, mended: Mended) => void
  readonly forget: (nth: number) => void
}

export function useMendsOfVisit(force: string): MendsOfVisit {
  const [mends, setMends] = useState<readonly MendOfVisit[]>([])
  return {
    list: half => mends.filter(each => each.force === force && each.half === half),
    add: (half, mended) => setMends(all => [...all, { nth: (all.at(-1)?.nth ?? 0) + 1, force, half, mended }]),
    forget: nth => setMends(all => all.filter(each => each.nth !== nth)),
  }
}
