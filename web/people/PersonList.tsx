import { formatDay } from '../ui/format.ts'
import type { LineFault } from './api.ts'
import styles from './People.module.css'
import { PersonLink } from './PersonLink.tsx'

/** People, each with the first day of their posting while it is still to come. */
export function PersonList({ people }: { readonly people: LineFault['people'] }) {
  return (
    <ul className={styles.others}>
      {people.map(person => (
        <li key={person.collarNumber}>
          <PersonLink person={person} />
          {person.beginsOn && <span className="second"> from {formatDay(person.beginsOn)}</span>}
        </li>
      ))}
    </ul>
  )
}
