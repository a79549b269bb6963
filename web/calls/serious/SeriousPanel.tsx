import { Button, Textarea } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { v7 as newId } from 'uuid'
import { Dialog } from '../../ui/Dialog.tsx'
import type { Desk, SeriousReport } from '../api.ts'
import { KeyFor } from '../keys/KeyFor.tsx'
import { actionFor, isFunctionKey } from '../keys/keymap.ts'
import { useKeymap } from '../keys/use-keymap.ts'
import { isTypedIn } from '../keys/use-keys.ts'
import styles from './Serious.module.css'

interface SeriousPanelProps {
  readonly desks: readonly Desk[]
  /** What was typed before a crash or a change of mind. */
  readonly draft: string
  readonly isOpen: boolean
  /** The call is no longer the interviewer's: no question waits behind it. */
  readonly isLost: boolean
  readonly now: () => Date
  readonly onDraft: (text: string) => void
  readonly onReport: (id: string, report: SeriousReport) => void
  readonly onClose: () => void
}

/** The interview waits behind it, where it was, while what was said is taken down. */
export function SeriousPanel({ isOpen, onClose, ...form }: SeriousPanelProps) {
  return (
    <Dialog
      title="Something serious"
      isOpen={isOpen}
      onClose={onClose}
      closeLabel={closeLabelOf(form.isLost)}
      closeOnClickOutside={false}
      size="lg"
    >
      <SeriousForm {...form} onClose={onClose} />
    </Dialog>
  )
}

const closeLabelOf = (isLost: boolean) => (isLost ? 'Back' : 'Back to the question')

function SeriousForm({ desks, draft, isLost, now, onDraft, onReport, onClose }: Omit<SeriousPanelProps, 'isOpen'>) {
  const [kind, setKind] = useState<Desk['kind'] | null>(null)
  const [words, setWords] = useState(draft)
  const [rungAt, setRungAt] = useState<string | null>(null)
  const wordsBox = useRef<HTMLTextAreaElement>(null)
  useKindKeys(desks, setKind)
  const desk = desks.find(each => each.kind === kind)
  const isEmergency = kind === 'emergency'
  const isReady = desk !== undefined && words.trim() !== '' && (!isEmergency || rungAt !== null)
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        if (desk && isReady) onReport(newId(), { kind: desk.kind, words: words.trim(), confirmedAt: rungAt })
      }}
    >
      <p className="second">
        {isLost
          ? 'The call is no longer yours, but this is still taken, and goes to its desk.'
          : 'The interview waits, and goes on where it was.'}
      </p>
      <Kinds desks={desks} kind={kind} onChoose={setKind} />
      {desk && (
        <>
          <div className={isEmergency ? 'notice bad stack' : 'notice stack'} role="status">
            <p>{desk.duty}</p>
            {desk.whomToRing && (
              <p>
                Ring{' '}
                <a href={`tel:${desk.whomToRing.replaceAll(/[^+\d]/g, '')}`} className={styles.ring}>
                  {desk.whomToRing}
                </a>
              </p>
            )}
          </div>
          {isEmergency && (
            <Rung
              rungAt={rungAt}
              onRung={() => {
                setRungAt(now().toISOString())
                wordsBox.current?.focus()
              }}
            />
          )}
          <Textarea
            ref={wordsBox}
            label="What they said, word for word"
            required
            withAsterisk={false}
            rows={5}
            maxLength={10_000}
            value={words}
            onChange={event => {
              setWords(event.currentTarget.value)
              onDraft(event.currentTarget.value)
            }}
          />
        </>
      )}
      <div className="row">
        <Button type="submit" disabled={!isReady}>
          {isEmergency ? 'Keep the record' : 'Tell the desk'}
          {!isLost && ', and go on'}
        </Button>
        <Button variant="default" onClick={onClose}>
          {closeLabelOf(isLost)}
        </Button>
      </div>
    </form>
  )
}

const actionOf = (kind: Desk['kind']) => `kind_${kind}` as const

/** A kind's key chooses it wherever the focus is, except where something is written: here, or in signing in again over it. */
function useKindKeys(desks: readonly Desk[], choose: (kind: Desk['kind']) => void): void {
  const [keymap] = useKeymap()
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (isTypedIn(event.target) && !isFunctionKey(event.key)) return
      const wanted = desks.map(({ kind }) => actionOf(kind))
      const action = actionFor(keymap, event.key, wanted)
      const desk = desks.find(({ kind }) => actionOf(kind) === action)
      if (!desk) return
      event.preventDefault()
      choose(desk.kind)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [desks, choose, keymap])
}

interface KindsProps {
  readonly desks: readonly Desk[]
  readonly kind: Desk['kind'] | null
  readonly onChoose: (kind: Desk['kind']) => void
}

function Kinds({ desks, kind, onChoose }: KindsProps) {
  return (
    <fieldset className={styles.kinds}>
      <legend className="region">What is it?</legend>
      {desks.map((desk, index) => (
        <label key={desk.kind} className={styles.kind}>
          <input
            type="radio"
            name="kind"
            value={desk.kind}
            checked={kind === desk.kind}
            data-autofocus={index === 0 || undefined}
            onChange={() => onChoose(desk.kind)}
          />
          {desk.title} <KeyFor action={actionOf(desk.kind)} />
        </label>
      ))}
    </fieldset>
  )
}

/** An e-mail is read when somebody reads it: an emergency waits for the interviewer's word that they rang. */
function Rung({ rungAt, onRung }: { readonly rungAt: string | null; readonly onRung: () => void }) {
  if (rungAt) return <p className="notice good">You have said that you rang. Now write down what was said.</p>
  return (
    <Button variant="default" className={styles.rung} onClick={onRung}>
      I have rung, and they are dealing with it
    </Button>
  )
}
