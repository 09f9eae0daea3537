// Bluesky's own server (@atproto/pds) with the directory of accounts that it needs (@did-plc/server), on loopback only.
//
//   node start.mjs FOLDER PORT DIRECTORY_PORT [NAME ...]
//
// FOLDER keeps everything, so that a server that was killed goes on where it was. Each NAME becomes an account
// NAME.test with the password NAME-password and one app password. When all is ready one line of JSON is printed.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [folder, port, directoryPort, ...names] = process.argv.slice(2)
const require = createRequire(process.cwd() + '/')
const origin = `http://127.0.0.1:${port}`

function kept(name, make) {
  const file = join(folder, name)
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(make()))
  return JSON.parse(readFileSync(file, 'utf8'))
}

function onLoopback(app) {
  const listen = app.listen.bind(app)
  app.listen = (at, ...rest) => listen(at, '127.0.0.1', ...rest)
}

const uploads = join(folder, 'uploads')
mkdirSync(uploads, { recursive: true })
const secrets = kept('secrets.json', () => ({
  jwt: randomBytes(16).toString('hex'),
  rotation: randomBytes(32).toString('hex'),
  dpop: randomBytes(32).toString('hex'),
  admin: randomBytes(16).toString('hex'),
}))
Object.assign(process.env, {
  LOG_ENABLED: 'false',
  PDS_ADMIN_PASSWORD: secrets.admin,
  PDS_BLOBSTORE_DISK_LOCATION: join(folder, 'blobs'),
  PDS_BLOBSTORE_DISK_TMP_LOCATION: uploads,
  PDS_DATA_DIRECTORY: folder,
  PDS_DEV_MODE: 'true',
  PDS_DID_PLC_URL: `http://127.0.0.1:${directoryPort}`,
  PDS_DISABLE_SSRF_PROTECTION: 'true',
  PDS_DPOP_SECRET: secrets.dpop,
  PDS_HOSTNAME: 'localhost',
  PDS_INVITE_REQUIRED: 'false',
  PDS_JWT_SECRET: secrets.jwt,
  PDS_PLC_ROTATION_KEY_K256_PRIVATE_KEY_HEX: secrets.rotation,
  PDS_PORT: port,
  PDS_RATE_LIMITS_ENABLED: 'false',
  PDS_SERVICE_HANDLE_DOMAINS: '.test',
})

const { Database, PlcServer } = require('@did-plc/server')
const directory = Database.mock()
const directoryFile = join(folder, 'directory.json')
if (existsSync(directoryFile)) directory.contents = JSON.parse(readFileSync(directoryFile, 'utf8'))
const plc = PlcServer.create({ db: directory, port: Number(directoryPort) })
onLoopback(plc.app)
await plc.start()

const { PDS } = await import(require.resolve('@atproto/pds'))
const pds = await PDS.fromEnv()
onLoopback(pds.app)
await pds.start()

async function call(method, body, token) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
  const answer = await fetch(`${origin}/xrpc/${method}`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

async function account(name) {
  const handle = `${name}.test`
  const password = `${name}-password`
  const { did, accessJwt } = await call('com.atproto.server.createAccount', {
    handle,
    password,
    email: `${name}@example.test`,
  })
  const made = await call('com.atproto.server.createAppPassword', { name: 'tests' }, accessJwt)
  return { handle, did, password, app_password: made.password }
}

const accountsFile = join(folder, 'accounts.json')
const accounts = existsSync(accountsFile) ? JSON.parse(readFileSync(accountsFile, 'utf8')) : []
for (const name of names) {
  if (!accounts.some((each) => each.handle === `${name}.test`)) accounts.push(await account(name))
}
writeFileSync(directoryFile, JSON.stringify(directory.contents))
writeFileSync(accountsFile, JSON.stringify(accounts))
console.log(JSON.stringify({ url: origin, directory: process.env.PDS_DID_PLC_URL, admin: secrets.admin, accounts }))

async function stop() {
  writeFileSync(directoryFile, JSON.stringify(directory.contents))
  await pds.destroy()
  await plc.destroy()
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
