import { NativeSelect, Textarea } from '@mantine/core'

interface ReasonFieldProps {
  readonly reasons: readonly { readonly code: string; readonly title: string }[]
  readonly value: string
  readonly onChange: (code: string) => void
}

export function ReasonField({ reasons, value, onChange }: ReasonFieldProps) {
  return (
    <NativeSelect
      label="Why"
      required
      withAsterisk={false}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
    >
      <option value="" disabled>
        Choose a reason
      </option>
      {reasons.map(({ code, title }) => (
        <option key={code} value={code}>
          {title}
        </option>
      ))}
    </NativeSelect>
  )
}

interface NoteFieldProps {
  readonly value: string
  readonly onChange: (note: string) => void
}

export function NoteField({ value, onChange }: NoteFieldProps) {
  return (
    <Textarea
      label="Note"
      description="For whoever reads this page. It may be left empty."
      rows={3}
      maxLength={2000}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}
