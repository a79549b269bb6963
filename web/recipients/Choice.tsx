import styles from './Recipients.module.css'

interface ChoiceProps<Value extends string> {
  readonly legend: string
  readonly name: string
  readonly options: readonly { readonly value: Value; readonly title: string; readonly about: string }[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

/** One of a few, each with what it means. */
export function Choice<Value extends string>({ legend, name, options, value, onChange }: ChoiceProps<Value>) {
  return (
    <fieldset className={styles.choice}>
      <legend>{legend}</legend>
      {options.map(option => (
        <label key={option.value}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>
            {option.title}
            <span className="small second">{option.about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
