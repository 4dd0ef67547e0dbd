/** Making, checking and restarting runs from specification bundles: the next server. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isJsonObject, type JsonObject, parseJson } from '../../../base/json.ts';
import { RestError } from '../../rest-error.ts';
import { parseSpecification, readSpecification, unpackBundle } from '../../run/bundle.ts';
import { checkedType, createRun, refuse } from '../../run/create-run.ts';
import { bundleProblems } from '../../run/lint-problems.ts';
import { parameterProblems, specificationProblems } from '../../run/specification-check.ts';
import { validationReport } from '../../run/validation-report.ts';
import { fullRunName } from '../../store/run-name.ts';
import { withMultipart } from '../multipart-file.ts';
import { bodyPart, queryFlag, queryValue, runOf, runPath } from '../request.ts';
import { checkQuota, discard, type ServerContext } from '../server-context.ts';
import { startAnswer } from './start.ts';

export function bundleRoutes(app: FastifyInstance, context: ServerContext): void {
  const { life, state, store } = context;

  app.post('/api/workflows', async (request, reply) => {
    await checkQuota(context);
    const run = await withBundle(request, context, async (folder) => {
      const specification = await readSpecification(folder);
      refuse([...specificationProblems(specification, 'next'), ...(await bundleProblems(folder))]);
      const name = queryValue(request, 'workflow_name') ?? '';
      return createRun(store, state, { name, specification, seed: folder });
    });
    return reply.code(201).send({
      message: 'Workflow workspace created',
      workflow_id: run.id,
      workflow_name: fullRunName(run),
      validation_warnings: [],
    });
  });

  app.post('/api/workflows/validate', (request) =>
    withBundle(request, context, (folder) =>
      validationReport(folder, queryFlag(request, 'environments')),
    ),
  );

  app.post(`${runPath}/restart`, async (request) => {
    await checkQuota(context);
    const run = runOf(context, request);
    return withMultipart(request, 'replacement', state.temporary, async ({ file, fields }) => {
      const specification = parseSpecification(await readFile(file, 'utf8'));
      const body = startBody(fields.parameters);
      const parameters = bodyPart(body, 'input_parameters');
      const options = bodyPart(body, 'operational_options');
      refuse([
        ...specificationProblems(specification, 'next'),
        ...parameterProblems(specification, parameters),
      ]);
      const type = checkedType(specification);
      const started = life.restart(run, specification, type, { parameters, options });
      return { ...startAnswer(started), validation_warnings: [] };
    });
  });
}

/** Gives `work` the unpacked bundle of the request, and clears away what it leaves. */
async function withBundle<T>(
  request: FastifyRequest,
  { state }: ServerContext,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  return withMultipart(request, 'bundle', state.temporary, async ({ file }) => {
    const folder = path.join(state.temporary, randomUUID());
    try {
      await unpackBundle(file, folder);
      return await work(folder);
    } finally {
      await discard(folder);
    }
  });
}

function startBody(text: string | undefined): JsonObject {
  if (text === undefined || text === '') return {};
  try {
    const body = parseJson(text);
    if (isJsonObject(body)) return body;
  } catch {
    // Answered below.
  }
  throw new RestError(400, 'parameters must be a JSON object.');
}
