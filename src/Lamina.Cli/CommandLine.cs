using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Cli.Help;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Client;
using Lamina.Daemon.Configuration;
using Lamina.Daemon.Hosting;
using Lamina.Daemon.Hosting.State;

namespace Lamina.Cli;

/// <summary>Runs one command line: parses it, does it, and turns every end into a sentence and an exit code.</summary>
public static class CommandLine
{
    // A name may begin with @.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliContext context, CancellationToken cancel)
    {
        try
        {
            Command root = LaminaCommand.Create(context);
            return await RunAsync(root.Parse(Abbreviation.Expand(root, arguments), Parsing), context, cancel);
        }
        catch (Exception unexpected)
        {
            return Fault.Write(context, unexpected);
        }
    }

    private static async Task<int> RunAsync(ParseResult result, CliContext context, CancellationToken cancel)
    {
        try
        {
            bool askedForHelp = result.Action is ShowHelp { IsAsked: true };
            if (askedForHelp && Refused.Covers(result.CommandResult.Command))
            {
                throw Refused.Describe(result.CommandResult.Command);
            }

            if (result.Errors.Count > 0 && !askedForHelp)
            {
                if (ParseFailure.IsOfNothingSaid(result))
                {
                    new HelpText(context.Out).Write(result.CommandResult.Command);
                }

                throw ParseFailure.Describe(result);
            }

            InvocationConfiguration configuration = new()
            {
                Output = context.Out,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                // Signals are the process's, not a command's: the demo runs commands inside a command.
                ProcessTerminationTimeout = null,
            };
            return await result.InvokeAsync(configuration, cancel);
        }
        catch (CommandException failed)
        {
            return Failure.Write(context.Error, failed.ExitCode, failed.Message, failed.Hint);
        }
        catch (DaemonUnreachableException unreachable)
        {
            return new StackFailure(context, result).Write(unreachable);
        }
        catch (LaminaException failed)
        {
            return await new LibraryFailure(context, result).WriteAsync(failed);
        }
        catch (StackBusyException busy)
        {
            return Failure.Write(context.Error, ExitCode.Failure, busy.Message, "lamina status");
        }
        catch (StackPlaceException place)
        {
            int code = place.IsDenied ? ExitCode.Denied : ExitCode.Failure;
            string hint = DiskHint.For(place, context.RuntimeDirectory, "LAMINA_RUNTIME_DIR=DIRECTORY lamina daemon");
            return Failure.Write(context.Error, code, place.Message, hint);
        }
        catch (StatePlaceException place)
        {
            int code = place.IsDenied ? ExitCode.Denied : ExitCode.Failure;
            string hint = DiskHint.For(place, StatePlace.Find(context.Environment).Directory, $"{StatePlace.Variable}=DIRECTORY lamina daemon");
            return Failure.Write(context.Error, code, place.Message, hint);
        }
        catch (ConfigurationException configuration)
        {
            foreach (string mistake in configuration.Mistakes)
            {
                context.Error.WriteLine(mistake);
            }

            return Failure.Write(
                context.Error, ExitCode.Of(configuration.Outcome.Code), configuration.Message, configuration.Outcome.Hint);
        }
        catch (OutputException output)
        {
            return output.IsReaderGone ? ExitCode.Failure : Failure.Write(
                context.Error, ExitCode.Failure, output.Message, DiskHint.IsFull(output) ? "df -h: the disk that it goes to is full" : "");
        }
        catch (PlatformNotSupportedException elsewhere)
        {
            return Failure.Write(context.Error, ExitCode.Failure, elsewhere.Message, "");
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }
}
