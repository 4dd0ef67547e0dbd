/** The options of `prun`, which the `opt_args` of a step are: those of its versions 1.6 and 2.2 together. */

/** Options that take no value. */
export const switches: readonly string[] = `
  --allowTaskDuplication --alrb --avoidVP --bulkSubmission --ctrCvmfs --ctrDebug --ctrNoX509
  --debugMode --devSrv --disableAutoRetry --eventPickWithGUID --execWithRealFileNames
  --expertOnly_skipScout --express --fixedCpuTime --fixedRamCount --followLinks --forceStaged
  --forceStagedSecondary --help --intrSrv --mergeLog --mergeOutput --mergeSingleFile --msgDriven
  --noBuild --noCompile --noEmail --noLoopingCheck --noSeparateLog --noSubmit --notExpandDBR
  --notExpandInDS --notExpandSecDSs --notSkipLog --notUseCentralRegistry --official --oldContMode
  --osMatching --respectLB --respectSplitRule --skipEmptyInput --unlimitNumOutputs
  --useAthenaPackages --useCentralRegistry --useDirectIOSites --useHomeDir --useLogAsInput
  --useNewCode --useNumFilesInSecDSsAsRatio --useRootCore --useSandbox --useSecrets --verbose
  --version --wrapExecInContainer -3 -h -v -y
`
  .trim()
  .split(/\s+/);

/** Options that take one value. */
export const valueOptions: readonly string[] = `
  --addNthFieldOfInDSToLFN --addNthFieldOfInFileToLFN --allowNoOutput --alrbArgs --antiMatch
  --architecture --athenaTag --bexec --cmtConfig --containerImage --cpuTimePerEvent --ctrDatadir
  --ctrWorkdir --dbRelease --descriptionInLFN --destSE --dumpJson --dumpTaskParams --ei_api
  --eventPickAmiTag --eventPickDS --eventPickDataType --eventPickEvtList --eventPickStreamName
  --excludeFile --excludedSite --exec --extFile --framework --gluePackages --goodRunListDS
  --goodRunListDataType --goodRunListProdStep --goodRunListXML --helpGroup --inDS --inDsTxt
  --inOutDsJson --inTarBall --inputFileList --loadJson --loadXML --match --maxAttempt --maxCore
  --maxCpuCount --maxFileSize --maxNFilesPerJob --maxWalltime --memory --mergeScript
  --mergeTransPath --nCore --nEvents --nEventsPerChunk --nEventsPerFile --nEventsPerJob --nFiles
  --nFilesPerJob --nGBPerJob --nGBPerMergeJob --nJobs --nSkipFiles --nfiles --outDS --outDiskCount
  --outTarBall --outputs --parentTaskID --persistentFile --pfnList --priority --processingType
  --prodSourceLabel --queueData --reusableSecondary --rootVer --secondaryDSs --site
  --skipFilesUsedBy --spaceToken --split --tarBallViaDDM --tmpDir --transPath --transferType --vo
  --voms --workDir --workingGroup --writeInputToTxt
`
  .trim()
  .split(/\s+/);

/** Of these, the ones whose value is a whole number. */
export const numberOptions: readonly string[] = `
  --cpuTimePerEvent --maxAttempt --maxCore --maxCpuCount --maxFileSize --maxNFilesPerJob
  --maxWalltime --memory --nCore --nEvents --nEventsPerChunk --nEventsPerFile --nEventsPerJob
  --nFiles --nFilesPerJob --nJobs --nSkipFiles --nfiles --outDiskCount --parentTaskID --priority
  --split
`
  .trim()
  .split(/\s+/);

/** Options that end `prun`, and with it PanDA's reader. */
export const endingOptions: readonly string[] = ['--help', '-h', '--helpGroup', '--version'];

/** Options that only one of the two versions has; which one a server uses is its own matter. */
export const optionsOfOneVersion: Readonly<Record<string, '1' | '2'>> = {
  '--forceStagedSecondary': '1',
  '--loadXML': '1',
  '--nEventsPerChunk': '1',
  '--mergeSingleFile': '2',
  '--mergeTransPath': '2',
  '--nfiles': '2',
  '--skipEmptyInput': '2',
  '--split': '2',
  '--transPath': '2',
  '--transferType': '2',
};

/** Options that name a file which PanDA's reader opens beside the chain. */
export const fileOptions: readonly string[] = [
  '--inDsTxt',
  '--inOutDsJson',
  '--inputFileList',
  '--loadJson',
  '--loadXML',
  '--pfnList',
];
