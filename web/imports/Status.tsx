import type { ImportStatus } from './api.ts'
import styles from './Imports.module.css'
import { statusTone, statusWords } from './words.ts'

/** Where an import is, in a word; the dot's colour says it a second time. */
export function Status({ status }: { readonly status: ImportStatus }) {
  return (
    <span className={styles.status} data-tone={statusTone(status)}>
      {statusWords[status]}
    </span>
  )
}
