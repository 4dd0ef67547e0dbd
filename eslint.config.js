import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** A CommonJS package that is imported when it is needed has its names in Node; in the bundle it has none. */
const message = "Write: const { default: name } = await import('package')";
const late = 'ImportExpression[source.value=/^(?!\\.|node:)/]';
const lateConstant = 'VariableDeclarator[init.argument.source.value=/^(?!\\.|node:)/]';
const latePackages = [
  { selector: `:not(AwaitExpression) > ${late}`, message },
  {
    selector: `:not(VariableDeclarator) > AwaitExpression[argument.source.value=/^(?!\\.|node:)/]`,
    message,
  },
  { selector: `${lateConstant}[id.type!='ObjectPattern']`, message },
  { selector: `${lateConstant} > ObjectPattern > :not(Property[key.name='default'])`, message },
];

/** Programs are started in one place, which says what they may see. */
const programs = {
  paths: [
    { name: 'node:child_process', message: 'Start programs with base/program.ts.' },
    { name: 'child_process', message: 'Start programs with base/program.ts.' },
    { name: 'zx', message: 'Start programs with base/program.ts.' },
    { name: 'zx/core', message: 'Start programs with base/program.ts.' },
  ],
  patterns: [
    {
      group: ['**/base/shell.ts', './shell.ts'],
      importNames: ['createShell'],
      message: 'Start programs with base/program.ts.',
    },
  ],
};

export default defineConfig(
  {
    ignores: [
      'dist/',
      'coverage/',
      '.cache/',
      '.venv/',
      'examples/',
      'test/**/fixtures/',
      'test/**/golden/',
    ],
  },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'func-style': ['error', 'declaration', { allowArrowFunctions: true }],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
        ...latePackages,
      ],
      // TypeScript knows them together with "using"; the oldest Node that we run on does not.
      'no-restricted-globals': ['error', 'DisposableStack', 'AsyncDisposableStack'],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'The environment is read once, at the edge.',
        },
        { object: 'process', property: 'exit', message: 'Return an exit code to the edge.' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
    },
  },
  {
    // The edges: where the environment is read and a process ends.
    files: ['src/main.ts', 'src/hosts/**/environment.ts', 'scripts/**', 'bench/**', 'test/**'],
    rules: { 'no-restricted-properties': 'off' },
  },
  { files: ['src/**'], rules: { 'no-restricted-imports': ['error', programs] } },
  {
    // The shell and its policy; steps of the embedded REANA and the drawing of plots, which hand over an
    // environment of their own.
    files: [
      'src/base/{shell,program}.ts',
      'src/local/executor/process-group.ts',
      'src/results/svg-plot/convert.ts',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  { files: ['scripts/**', 'bench/**'], rules: { 'no-console': 'off' } },
  {
    files: ['*.config.{js,ts}', '*.cjs'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { module: 'writable' } },
  },
  {
    files: ['test/**'],
    rules: {
      // Tests run on the pinned Node.
      'no-restricted-globals': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
