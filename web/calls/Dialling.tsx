import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 as newId } from 'uuid'
import { instantOf, localOf } from '../ui/format.ts'
import type { AnswerBook } from './answers/answer-book.ts'
import { refusalWords } from './answers/words.ts'
import type { Attempt, AttemptResult, CallBack } from './api.ts'
import { HowToDial } from './dialling/HowToDial.tsx'
import { rangFor } from './dialling/phone.ts'
import type { InPage } from './dialling/use-phone.ts'
import { KeyFor } from './keys/KeyFor.tsx'
import { KeyLine } from './keys/KeyLine.tsx'
import { useKeys } from './keys/use-keys.ts'
import { groupOutcomes, lacks } from './routing.ts'
import { Words } from './Words.tsx'
import styles from './Workstation.module.css'

interface DiallingProps {
  readonly call: CallBack
  readonly book: AnswerBook
  readonly inPage: InPage
  readonly timeZone: string
  readonly now: Date
  readonly onBegin: (attempt: Attempt) => void
  readonly onRecorded: (attempt: Attempt, result: AttemptResult) => void
}

/** One ring of one number: the neutral opening, then what came of it. */
export function Dialling({ call, book, inPage, timeZone, now, onBegin, onRecorded }: DiallingProps) {
  const [numberId, setNumberId] = useState(call.numbers[0]?.id ?? '')
  // One id per ring: a second click or a repeat after a fault never makes a second attempt.
  const [attemptId, setAttemptId] = useState(() => newId())
  const record = useMutation({
    mutationFn: (attempt: Attempt) => book.record(attempt),
    onSuccess: (result, attempt) => {
      setAttemptId(newId())
      onRecorded(attempt, result)
    },
  })
  const number = call.numbers.find(({ id }) => id === numberId)
  const begin = call.outcomes.find(outcome => outcome.next === 'interview')
  const start = () => begin && onBegin({ attemptId, numberId, outcome: begin.name, ...rangFor(inPage.phone, numberId) })
  useKeys({ start }, !record.isPending)
  return (
    <section className={styles.middle} aria-labelledby="ring-title">
      <h1 id="ring-title">Ring {call.person.name}</h1>
      <Numbers call={call} chosen={numberId} onChoose={setNumberId} />
      {number && <HowToDial number={number} dialling={call.dialling} inPage={inPage} />}
      <Words
        title="Until you know it is the right person"
        text={call.texts.opening}
        language={call.language}
        isEnglish={lacks(call, 'call-opening')}
      />
      <Words
        title="When the person is on the line"
        text={call.texts.introduction}
        language={call.language}
        isEnglish={lacks(call, 'call-introduction')}
      />
      {record.error && (
        <p className="notice bad" role="alert">
          Not recorded: {refusalWords(record.error)}
        </p>
      )}
      {record.isPending && book.read().box.fault && (
        <p className="notice" role="status">
          <strong>No line.</strong> What happened is kept here, and recorded when the line is back.
        </p>
      )}
      {begin && (
        <Button size="md" className={styles.start} disabled={record.isPending} onClick={start}>
          {call.person.name} is on the line and agrees: start&nbsp; <KeyFor action="start" />
        </Button>
      )}
      <OutcomeForm
        call={call}
        timeZone={timeZone}
        now={now}
        isBusy={record.isPending}
        onRecord={what => {
          // What came of the ring is known, so it is over.
          inPage.phone?.hangUp()
          record.mutate({ attemptId, numberId, ...what, ...rangFor(inPage.phone, numberId) })
        }}
      />
      <KeyLine place="ringing" />
    </section>
  )
}

interface NumbersProps {
  readonly call: CallBack
  readonly chosen: string
  readonly onChoose: (id: string) => void
}

function Numbers({ call, chosen, onChoose }: NumbersProps) {
  return (
    <fieldset className={styles.numbers}>
      <legend className="region">Number to ring</legend>
      {call.numbers.map(number => (
        <label key={number.id} className={styles.choice}>
          <input
            type="radio"
            name="number"
            checked={number.id === chosen}
            onChange={() => onChoose(number.id)}
            value={number.id}
          />
          <span className={styles.bigNumber}>{number.number}</span>
          {!number.safe && <span className={`small ${styles.unsafe}`}>Leave no message</span>}
        </label>
      ))}
    </fieldset>
  )
}

interface OutcomeFormProps {
  readonly call: CallBack
  readonly timeZone: string
  readonly now: Date
  readonly isBusy: boolean
  readonly onRecord: (what: Pick<Attempt, 'outcome' | 'note' | 'appointmentAt'>) => void
}

function OutcomeForm({ call, timeZone, now, isBusy, onRecord }: OutcomeFormProps) {
  const [outcome, setOutcome] = useState('')
  const [note, setNote] = useState('')
  const [when, setWhen] = useState('')
  const chosen = call.outcomes.find(each => each.name === outcome)
  const isAppointment = chosen?.next === 'appointment'
  return (
    <form
      className={styles.outcomes}
      onSubmit={event => {
        event.preventDefault()
        onRecord({
          outcome,
          ...(note.trim() ? { note: note.trim() } : {}),
          ...(isAppointment ? { appointmentAt: instantOf(when, timeZone).toISOString() } : {}),
        })
      }}
    >
      <h2>Or what happened</h2>
      <div className={styles.groups}>
        {groupOutcomes(call.outcomes).map(group => (
          <fieldset key={group.title}>
            <legend className="region">{group.title}</legend>
            {group.outcomes.map(each => (
              <label key={each.name} className={styles.choice}>
                <input
                  type="radio"
                  name="outcome"
                  value={each.name}
                  checked={outcome === each.name}
                  onChange={() => setOutcome(each.name)}
                />
                {each.title}
              </label>
            ))}
          </fieldset>
        ))}
      </div>
      {isAppointment && (
        <TextInput
          label="Agreed time, on the person's clock"
          type="datetime-local"
          required
          withAsterisk={false}
          maw={260}
          min={localOf(now, timeZone)}
          value={when}
          onChange={event => setWhen(event.currentTarget.value)}
        />
      )}
      <Textarea
        label="Note for the next caller"
        description="Only what the next caller needs"
        rows={2}
        value={note}
        onChange={event => setNote(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={!chosen} loading={isBusy} className={styles.start}>
        {chosen ? `Record “${chosen.title}”` : 'Record what happened'}
      </Button>
    </form>
  )
}
