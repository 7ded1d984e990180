using Lamina.Cli;
using Lamina.Cli.Rendering;

// What nobody waits for has nobody to catch it; without this the runtime would print a stack trace.
AppDomain.CurrentDomain.UnhandledException += (_, fault) => Environment.Exit(
    Fault.Write(Console.Error, Environment.GetEnvironmentVariable, (Exception)fault.ExceptionObject));
try
{
    using Interruption interruption = new();
    return await CommandLine.RunAsync(args, CliContext.ForProcess(), interruption.Token);
}
catch (Exception fault)
{
    return Fault.Write(Console.Error, Environment.GetEnvironmentVariable, fault);
}
