import { NativeSelect, type NativeSelectProps, TextInput } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import styles from './ImportPage.module.css'

interface ChoiceOrTypedProps extends Omit<NativeSelectProps, 'value' | 'data' | 'onChange' | 'children'> {
  /** The option that is chosen. */
  readonly value: string
  readonly options: readonly (readonly [value: string, words: string])[]
  /** Of what is typed: its name, an example, what it begins as, and what it means, which is nothing where it can't be. */
  readonly typed: {
    readonly label: string
    readonly example: string
    readonly from?: string
    readonly meantBy: (text: string) => string | undefined
  }
  /** As it is being typed; `null` once it is not. */
  readonly onTyping?: (text: string | null) => void
  readonly onChoose: (value: string) => void
}

const another = 'another'

/** One of the usual, or what somebody types: that counts once it is left, and not after Escape. */
export function ChoiceOrTyped(props: ChoiceOrTypedProps) {
  const { value, options, typed, onTyping, onChoose, className, ...select } = props
  const [text, setText] = useState<string | null>(null)
  const isGivenUp = useRef(false)
  const choice = useRef<HTMLSelectElement>(null)
  const type = (next: string | null) => {
    setText(next)
    onTyping?.(next)
  }
  const choose = (next: string) => {
    isGivenUp.current = false
    type(next === another ? (typed.from ?? '') : null)
    if (next !== another) onChoose(next)
  }
  const leave = () => {
    const meant = isGivenUp.current ? undefined : typed.meantBy(text ?? '')
    type(null)
    if (meant !== undefined && meant !== value) onChoose(meant)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    isGivenUp.current = event.key === 'Escape'
    choice.current?.focus() // which leaves what is typed
  }
  return (
    <div className={`${styles.typed} ${className ?? ''}`}>
      <NativeSelect
        {...select}
        ref={choice}
        value={text === null ? value : another}
        onChange={event => choose(event.currentTarget.value)}
      >
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
        <option value={another}>Another…</option>
      </NativeSelect>
      {text !== null && (
        <TextInput
          size={select.size}
          aria-label={typed.label}
          description={typed.example}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autoFocus
          value={text}
          onChange={event => type(event.currentTarget.value)}
          onBlur={leave}
          onKeyDown={onKeyDown}
        />
      )}
    </div>
  )
}
