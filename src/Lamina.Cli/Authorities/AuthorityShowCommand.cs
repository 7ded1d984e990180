using System.CommandLine;
using System.Text.Json;
using Lamina.Cli.Grammar;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Authorities;
using Lamina.Security.Credentials;

namespace Lamina.Cli.Authorities;

/// <summary>lamina layer-authority show [LAYER|FILE|-] [--json]</summary>
internal static class AuthorityShowCommand
{
    public static Command Create(CliContext context)
    {
        Argument<string?> what = new("LAYER|FILE")
        {
            Description = "A layer whose authority this host is, or a file that `issue` or `export` printed; none: all layers",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> json = CommonOptions.Json();
        Command command = new(
            "show", "Shows roots, what was issued and what was revoked, or what is in a file. Example: lamina layer-authority show net") { what, json };
        AuthorityPlace.SetAction(command, context, (result, place) =>
        {
            string? asked = result.GetValue(what);
            AuthorityRecord[] records = [.. LayerAuthority.All(place.Directory).Where(record => asked is null || record.Layer == asked)];
            if (asked is not null && records.Length == 0)
            {
                ShowFile(place, asked, result.GetValue(json));
            }
            else if (result.GetValue(json))
            {
                context.Out.WriteLine(JsonSerializer.Serialize(
                    new AuthorityDocument([.. records.Select(AuthorityEntry.Of)]), AuthorityJson.Default.AuthorityDocument));
            }
            else
            {
                Write(records, context);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Write(AuthorityRecord[] records, CliContext context)
    {
        if (records.Length == 0)
        {
            context.Out.WriteLine("this host is no authority of any layer; begin with: lamina layer-authority init LAYER");
        }

        foreach (AuthorityRecord record in records)
        {
            AuthorityEntry entry = AuthorityEntry.Of(record);
            context.Out.WriteLine(context.Style.Bold($"layer '{record.Layer}', id {entry.LayerId ?? "(damaged)"}"));
            foreach (string root in entry.Roots)
            {
                context.Out.WriteLine($"root {root}{(root == record.Root ? " (issues)" : "")}");
            }

            HashSet<string> revoked = [.. record.Revoked.Select(known => known.Entry)];
            Table table = new("serial", "node", "rights", "names", "until", "");
            foreach (IssuedRecord issued in record.Issued)
            {
                bool isRevoked = revoked.Contains(issued.Serial) || revoked.Contains(issued.Node[..32]);
                table.Add(
                    issued.Serial, issued.Node[..16], string.Join(", ", issued.Rights), issued.Names is null ? "all" : string.Join(", ", issued.Names),
                    TimeText.Of(issued.NotAfter), isRevoked ? "revoked" : "");
            }

            table.Write(context.Out, context.Style);
        }
    }

    private static void ShowFile(AuthorityPlace place, string file, bool asJson)
    {
        if (file != "-" && !File.Exists(file))
        {
            throw new CommandException(
                ExitCode.NotFound, $"this host is no authority of layer '{file}', and there is no such file", "lamina layer-authority show");
        }

        if (Armour.Read(place.ReadText(file), Armour.Membership) is not { } bytes || !Membership.TryRead(bytes, out Membership? membership))
        {
            throw new CommandException(ExitCode.Usage, $"{file} is nothing that an authority issued");
        }

        IssuedDocument document = IssuedDocument.Of(membership!, place.Now);
        if (asJson)
        {
            place.Context.Out.WriteLine(JsonSerializer.Serialize(document, AuthorityJson.Default.IssuedDocument));
            return;
        }

        TextWriter output = place.Context.Out;
        output.WriteLine($"layer '{document.Layer}', id {document.LayerId}");
        foreach (string root in document.Roots)
        {
            output.WriteLine($"root {root}");
        }

        if (membership!.Chain?.Member is { } credential)
        {
            output.WriteLine($"credential {document.Serial} for node {document.Node}, issued by {document.Issuer}");
            output.WriteLine($"rights {string.Join(", ", document.Rights!)}; names {(document.Names is { } count ? count : "all")}");
            output.WriteLine($"from {TimeText.Of(credential.NotBefore)} until {TimeText.Of(credential.NotAfter)}: it {document.Verdict}");
        }
    }
}
