import { Button } from '@mantine/core'
import type { ImportDetail, Question, Step } from './api.ts'
import type { Missing } from './definition.ts'
import styles from './ImportPage.module.css'

interface ActionBarProps {
  readonly detail: ImportDetail
  readonly missing: Missing
  readonly openQuestions: readonly Question[]
  readonly isSaving: boolean
  readonly error: Error | null
  readonly pending: Step | undefined
  readonly onStep: (step: Step) => void
}

/** What can be done now, always in sight; and what stands in the way. */
export function ActionBar({ detail, missing, openQuestions, isSaving, error, pending, onStep }: ActionBarProps) {
  const isTrying = detail.status === 'trying'
  const lacks = whatIsLacking(missing, openQuestions.length)
  const isReady = lacks.length === 0 && !isTrying && !isSaving && pending === undefined
  const isTried = detail.trial !== null
  return (
    <div className={styles.actions}>
      <div className={styles.standing}>
        {error && (
          <p className={styles.fault} role="alert">
            {error.message}
          </p>
        )}
        <p role="status" className="small">
          {standing(lacks, { isTrying, isSaving, isTried, isFailed: detail.status === 'failed' })}
        </p>
      </div>
      <div className="row">
        <Button
          variant={isTried ? 'default' : 'filled'}
          disabled={!isReady}
          loading={pending === 'try' || isTrying}
          onClick={() => onStep('try')}
        >
          Try it, changing nothing
        </Button>
        <Button
          variant={isTried ? 'filled' : 'default'}
          disabled={!isReady}
          loading={pending === 'start'}
          onClick={() => onStep('start')}
        >
          Import
        </Button>
      </div>
    </div>
  )
}

function whatIsLacking({ required, gone }: Missing, openQuestions: number): readonly string[] {
  return [
    ...(openQuestions > 0
      ? [openQuestions === 1 ? 'the answer to the question above' : 'the answers to the questions above']
      : []),
    ...(required.length > 0 ? [`a column for ${required.map(field => field.title.toLowerCase()).join(', ')}`] : []),
    ...(gone.length > goneNamed
      ? [`${gone.length} columns that this file hasn’t, “${gone[0]?.heading}” among them`]
      : gone.map(({ heading }) => `the column “${heading}”, which this file hasn’t`)),
  ]
}

/** The bar is over the rest of the page: it stays low. */
const goneNamed = 2

interface Standing {
  readonly isTrying: boolean
  readonly isSaving: boolean
  readonly isTried: boolean
  readonly isFailed: boolean
}

function standing(lacks: readonly string[], { isTrying, isSaving, isTried, isFailed }: Standing): string {
  if (isTrying) return 'Being tried on the whole file. You can leave this page.'
  if (lacks.length > 0) return `Still needed: ${lacks.join('; ')}.`
  if (isSaving) return 'Keeping what you changed…'
  if (isTried) return 'Tried. Importing it does just that.'
  return isFailed ? 'Mend what it says above, or import it again.' : 'Nothing is taken in yet.'
}
