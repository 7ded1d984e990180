using Lamina.Cli;

using Interruption interruption = new();
return await CommandLine.RunAsync(args, CliContext.ForProcess(), interruption.Token);
