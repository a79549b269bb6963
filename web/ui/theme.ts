import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** Ringback's colours, in one place. Components and charts read them as `--rb-…`. */
interface Tokens {
  readonly ink: string
  readonly second: string
  readonly line: string
  /** The edge of something to type in: at least 3:1 on paper. */
  readonly field: string
  readonly paper: string
  readonly wash: string
  readonly accent: string
  /** Under the pointer: what stands on it is read as before. */
  readonly accentHover: string
  readonly accentWash: string
  readonly onAccent: string
  readonly good: string
  readonly attention: string
  readonly attentionWash: string
  readonly bad: string
  readonly badWash: string
  readonly ratings: Ratings
  /** The text on each rating's colour: at least 4.5:1. */
  readonly onRatings: Ratings
}
type Ratings = readonly [string, string, string, string, string]

const light: Tokens = {
  ink: '#16202e',
  second: '#4a5768',
  line: '#dfe4ea',
  field: '#7f8b9a',
  paper: '#ffffff',
  wash: '#f5f7f9',
  accent: '#0b5cad',
  accentHover: '#0a5199',
  accentWash: '#e8f1fb',
  onAccent: '#ffffff',
  good: '#1c7c54',
  attention: '#9a5b00',
  attentionWash: '#fff4e0',
  bad: '#b23a1e',
  badWash: '#fdeeea',
  ratings: ['#b23a1e', '#e39b6f', '#c9ced6', '#86b4dc', '#1f6cb4'],
  onRatings: ['#ffffff', '#16202e', '#16202e', '#16202e', '#ffffff'],
}

const dark: Tokens = {
  ink: '#e8edf3',
  second: '#a9b4c2',
  line: '#2b3746',
  field: '#647387',
  paper: '#151d28',
  wash: '#0e151e',
  accent: '#6cb2f7',
  accentHover: '#8bc0f5',
  accentWash: '#16304a',
  onAccent: '#0e151e',
  good: '#5cc596',
  attention: '#f0b45a',
  attentionWash: '#3a2c10',
  bad: '#ee8466',
  badWash: '#3d1e15',
  ratings: ['#c04a2a', '#e6a882', '#5c6776', '#7fb0da', '#4a96dd'],
  onRatings: ['#ffffff', '#16202e', '#ffffff', '#16202e', '#16202e'],
}

const accent: MantineColorsTuple = [
  '#e8f1fb',
  '#d3e5f8',
  '#a8cdf2',
  '#8bc0f5',
  '#6cb2f7',
  '#2f7fca',
  '#0b5cad',
  '#0a5199',
  '#084685',
  '#063a6f',
]

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, monospace',
  fontSizes: { xs: '0.71875rem', sm: '0.78125rem', md: '0.875rem', lg: '0.9375rem', xl: '1.4375rem' },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 4 },
  colors: { accent },
  autoContrast: true,
  defaultRadius: 7,
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: {
      defaultProps: { size: 'sm', variant: 'filled' },
      styles: { label: { fontSize: '0.875rem', fontWeight: 550 } },
    },
    ModalRoot: { defaultProps: { transitionProps: { duration: 0 }, radius: 10, centered: true } },
  },
})

const variablesOf = (tokens: Tokens): Record<string, string> => ({
  '--rb-ink': tokens.ink,
  '--rb-second': tokens.second,
  '--rb-line': tokens.line,
  '--rb-field': tokens.field,
  '--rb-paper': tokens.paper,
  '--rb-wash': tokens.wash,
  '--rb-accent': tokens.accent,
  '--rb-accent-wash': tokens.accentWash,
  '--rb-on-accent': tokens.onAccent,
  '--rb-good': tokens.good,
  '--rb-attention': tokens.attention,
  '--rb-attention-wash': tokens.attentionWash,
  '--rb-bad': tokens.bad,
  '--rb-bad-wash': tokens.badWash,
  ...Object.fromEntries(tokens.ratings.map((colour, index) => [`--rb-rating-${index + 1}`, colour])),
  ...Object.fromEntries(tokens.onRatings.map((colour, index) => [`--rb-on-rating-${index + 1}`, colour])),
  '--mantine-color-accent-filled-hover': tokens.accentHover,
  '--mantine-color-body': tokens.paper,
  '--mantine-color-text': tokens.ink,
  '--mantine-color-dimmed': tokens.second,
  '--mantine-color-placeholder': tokens.second,
  '--mantine-color-default': tokens.paper,
  '--mantine-color-default-hover': tokens.wash,
  '--mantine-color-default-border': tokens.line,
  '--mantine-color-default-color': tokens.ink,
  '--mantine-color-error': tokens.bad,
  '--mantine-color-disabled': tokens.wash,
  '--mantine-color-disabled-border': tokens.line,
  '--mantine-color-disabled-color': tokens.field,
})

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: variablesOf(light),
  dark: variablesOf(dark),
})
