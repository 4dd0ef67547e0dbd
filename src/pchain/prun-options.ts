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
