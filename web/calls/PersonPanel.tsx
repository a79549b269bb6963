import { formatDayOf, formatMoment, wordsOf } from '../ui/format.ts'
import type { CallBack } from './api.ts'
import styles from './Workstation.module.css'

const involvements = { caller: 'Called us', victim: 'The victim', witness: 'A witness' } as const

interface PersonPanelProps extends OfCall {
  /** Those that may be rung. */
  readonly numbers: CallBack['numbers']
  readonly isToBeRung: boolean
}

interface OfCall {
  readonly call: CallBack
  readonly timeZone: string
}

export function PersonPanel({ call, numbers, isToBeRung, timeZone }: PersonPanelProps) {
  const { person, incident, lastAttempt } = call
  const before = call.outcomes.find(outcome => outcome.name === lastAttempt?.outcome)
  return (
    <>
      <section className={styles.block}>
        <h2 className="region">
          {call.isOnTheLine ? 'You are speaking to' : isToBeRung ? 'You are ringing' : 'The call is for'}
        </h2>
        <p className={styles.name}>{person.name}</p>
        <p className="second">{involvements[call.involvement]}</p>
        <dl className={styles.facts}>
          {numbers.map((number, index) => (
            <Fact key={number.id} title={index === 0 ? 'Number' : 'Or'}>
              {number.number}
              <span className={`small ${number.safe ? styles.safe : styles.unsafe}`}>
                {number.safe ? 'Safe at any time' : 'Leave no message'}
              </span>
            </Fact>
          ))}
          <Fact title="Language">{languageOf(person.language)}</Fact>
          {person.needs.length > 0 && <Fact title="Needs">{person.needs.map(wordsOf).join(', ')}</Fact>}
          <Fact title="Attempt">
            {Math.min(call.attemptsMade + (call.isOnTheLine ? 0 : 1), call.maximumAttempts)} of {call.maximumAttempts}
          </Fact>
        </dl>
      </section>
      <section className={styles.block}>
        <h2 className="region">About</h2>
        <p className={styles.incident}>
          {incident.categoryName ?? 'Incident'}
          {incident.openedAt && `, ${formatDayOf(incident.openedAt, timeZone)}`}
        </p>
        <p className="small second">
          {[incident.unit, incident.reference].filter(Boolean).join(' · ')}. You needn't ask about it.
        </p>
        {!call.isOnTheLine && <HalfDone call={call} timeZone={timeZone} />}
        {lastAttempt && before?.next !== 'interview' && (
          <p className="notice small">
            <strong>Before:</strong> rang {formatMoment(lastAttempt.at, timeZone)},{' '}
            {(before?.title ?? wordsOf(lastAttempt.outcome)).toLowerCase()}
            {lastAttempt.note && `: “${lastAttempt.note}”`}
          </p>
        )}
      </section>
    </>
  )
}

/** What the person and the interviewer before agreed: to finish what was begun, or to speak at a time. */
function HalfDone({ call: { interview, appointmentAt }, timeZone }: OfCall) {
  const isBegun = interview.answers.length > 0
  if (!isBegun && !appointmentAt) return null
  return (
    <p className="notice small">
      {appointmentAt && (
        <>
          <strong>Agreed:</strong> to ring on {formatMoment(appointmentAt, timeZone)}.{' '}
        </>
      )}
      {isBegun && 'The interview has begun already, and goes on where it stopped.'}
    </p>
  )
}

function Fact({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </>
  )
}

function languageOf(tag: string | null): string {
  if (!tag) return 'English'
  try {
    return new Intl.DisplayNames('en-GB', { type: 'language', fallback: 'none' }).of(tag) ?? wordsOf(tag)
  } catch {
    // Not a language tag: the force's own word for it.
    return wordsOf(tag)
  }
}
