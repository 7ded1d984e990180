using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Lamina.Daemon.Http;
using Lamina.Node.Access;

namespace Lamina.Cli.Tests.Control;

/// <summary>The control socket and other users of this host, by the kernel's word.</summary>
public sealed class RightsTests : IAsyncLifetime
{
    private const uint Team = 65000;
    private static readonly Account Nobody = new(OtherUser.Nobody, "nobody");
    private static readonly AccessList JustNobody = new([Nobody], []);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-");
    private readonly RecordingControl _stack = new();
    private readonly StackAccess _access = new(AccessPolicy.OwnerAlone);
    private ControlServer? _server;

    public static TheoryData<string, string, AccessRight> Calls => new()
    {
        { "GET /v1/status", "", AccessRight.Read },
        { "GET /v1/ipcps", "", AccessRight.Read },
        { "GET /v1/ipcps/u/show/routes", "", AccessRight.Read },
        { "GET /v1/names", "", AccessRight.Read },
        { "GET /v1/flows", "", AccessRight.Read },
        { "GET /v1/health", "", AccessRight.Read },
        { "GET /metrics", "", AccessRight.Read },
        { "GET /v1/rules", "", AccessRight.Read },
        { "GET /v1/would?name=n&peer=members", "", AccessRight.Read },
        { "POST /v1/trace", """{"name":"n"}""", AccessRight.Read },
        { "POST /v1/bindings", """{"kind":"process","subject":"1","name":"n"}""", AccessRight.Use },
        { "DELETE /v1/bindings", """{"kind":"process","subject":"1"}""", AccessRight.Use },
        { "POST /v1/ipcps", """{"name":"u","type":"local"}""", AccessRight.Administer },
        { "POST /v1/ipcps/u/bootstrap", """{"layer":"l"}""", AccessRight.Administer },
        { "POST /v1/ipcps/u/enrol", """{"destination":"l"}""", AccessRight.Administer },
        { "POST /v1/ipcps/u/connect", """{"destination":"l"}""", AccessRight.Administer },
        { "POST /v1/ipcps/u/disconnect", """{"destination":"l"}""", AccessRight.Administer },
        { "POST /v1/ipcps/u/impair", """{"impairment":"off"}""", AccessRight.Administer },
        { "POST /v1/ipcps/u/restart", "", AccessRight.Administer },
        { "DELETE /v1/ipcps/u", "", AccessRight.Administer },
        { "POST /v1/registrations", """{"name":"n","layers":["l"]}""", AccessRight.Administer },
        { "DELETE /v1/registrations", """{"name":"n","layers":["l"]}""", AccessRight.Administer },
        { "POST /v1/rules", """{"name":"n","peer":"members","allow":true}""", AccessRight.Administer },
        { "DELETE /v1/rules", """{"name":"n"}""", AccessRight.Administer },
        { "PUT /v1/rules", """{"name":"n"}""", AccessRight.Administer },
        { "POST /v1/reservations", """{"name":"n"}""", AccessRight.Administer },
        { "GET /v1/capture", "", AccessRight.Administer },
    };

    private string SocketPath => Path.Combine(_directory.FullName, "control.sock");

    public async ValueTask InitializeAsync()
    {
        _server = await ControlServer.StartAsync(
            SocketPath, _stack, _access, report => report, report => report, failure => Assert.Fail(failure.Message), TestContext.Current.CancellationToken);
        SocketGuard.Open(_directory.FullName, AccessPolicy.OwnerAlone with { Read = JustNobody });
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_is_done_for_who_has_its_right_and_for_nobody_else(string call, string body, AccessRight needed)
    {
        OtherUser.Need();
        string[] words = call.Split(' ');
        foreach (AccessRight right in Enum.GetValues<AccessRight>())
        {
            Give(right);
            (HttpStatusCode status, string answer) =
                await OtherHttp.SendAsync(OtherUser.Nobody, [], SocketPath, words[0], words[1], body.Length == 0 ? null : body);
            Assert.True((right < needed) == (status == HttpStatusCode.Forbidden), $"{call} with {right}: {status} {answer}");
            if (right < needed)
            {
                Assert.Null(_stack.LastCall);
                JsonNode error = JsonNode.Parse(answer)!;
                Assert.Equal("denied", (string?)error["code"]);
                Assert.Contains($"has no right to {needed.ToString().ToLowerInvariant()} this stack: root", (string?)error["message"], StringComparison.Ordinal);
                Assert.Contains("\"access\"", (string?)error["hint"], StringComparison.Ordinal);
            }
            else
            {
                Assert.NotNull(_stack.LastCall);
                _stack.LastCall = null;
            }
        }
    }

    [Fact]
    public async Task What_is_not_there_says_so_only_to_who_may_look()
    {
        OtherUser.Need();
        Give(AccessRight.None);
        Assert.Equal(HttpStatusCode.Forbidden, (await OtherHttp.SendAsync(OtherUser.Nobody, [], SocketPath, "GET", "/v1/nothing", null)).Status);
        Give(AccessRight.Read);
        Assert.Equal(HttpStatusCode.NotFound, (await OtherHttp.SendAsync(OtherUser.Nobody, [], SocketPath, "GET", "/v1/nothing", null)).Status);
    }

    [Fact]
    public async Task Every_group_of_a_user_counts_and_no_other()
    {
        OtherUser.Need();
        _access.Policy = AccessPolicy.OwnerAlone with { Read = new AccessList([], [new Account(Team, "team")]) };
        SocketGuard.Protect(SocketPath, _access.Policy, AccessRight.Read);
        uint[] many = [.. Enumerable.Range(70000, 300).Select(group => (uint)group), Team];
        Assert.Equal(HttpStatusCode.OK, (await OtherHttp.SendAsync(OtherUser.Nobody, [Team], SocketPath, "GET", "/v1/status", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await OtherHttp.SendAsync(OtherUser.Nobody, [70000, Team], SocketPath, "GET", "/v1/status", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await OtherHttp.SendAsync(OtherUser.Nobody, many, SocketPath, "GET", "/v1/status", null)).Status);
        Assert.Equal(SocketError.AccessDenied, Assert.Throws<SocketException>(() => OtherHttp.Connect(OtherUser.Nobody, [70000], SocketPath)).SocketErrorCode);
    }

    [Fact]
    public async Task Who_asks_for_a_binding_is_the_kernels_word()
    {
        OtherUser.Need();
        Give(AccessRight.Use);
        await OtherHttp.SendAsync(
            OtherUser.Nobody, [], SocketPath, "POST", "/v1/bindings", """{"kind":"process","subject":"1","name":"n","party":{"user":0,"groups":[]}}""");
        Assert.Equal(OtherUser.Nobody, _stack.LastParty!.User);
        await OtherHttp.SendAsync(OtherUser.Nobody, [Team], SocketPath, "POST", "/v1/bindings", """{"kind":"process","subject":"1","name":"n"}""");
        Assert.Equal((OtherUser.Nobody, true), (_stack.LastParty!.User, _stack.LastParty.Groups.Contains(Team)));
        await RawHttp.SendAsync(SocketPath, "POST", "/v1/bindings", """{"kind":"process","subject":"1","name":"n"}""");
        Assert.Null(_stack.LastParty);
    }

    [Fact]
    public async Task A_flood_of_connections_of_a_user_without_rights_takes_no_room_from_others()
    {
        OtherUser.Need();
        Give(AccessRight.None);
        Socket[] flood = OtherUser.Run(OtherUser.Nobody, [], () => Enumerable.Range(0, 200).Select(_ => Connected()).ToArray());
        try
        {
            Assert.Equal(HttpStatusCode.OK, (await RawHttp.SendAsync(SocketPath, "GET", "/v1/status", null)).Status);
            Give(AccessRight.Read, new Account(OtherUser.Somebody, "somebody"));
            Assert.Equal(HttpStatusCode.OK, (await OtherHttp.SendAsync(OtherUser.Somebody, [], SocketPath, "GET", "/v1/status", null)).Status);
            int ended = 0;
            while (ended < 200 - CallerRoom.MostOfUser)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                ended = flood.Count(socket => socket.Poll(0, SelectMode.SelectRead));
            }
        }
        finally
        {
            Array.ForEach(flood, socket => socket.Dispose());
        }

        // Their end gives the room back.
        HttpStatusCode status = HttpStatusCode.Continue;
        while (status != HttpStatusCode.Forbidden)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            try
            {
                status = (await OtherHttp.SendAsync(OtherUser.Nobody, [], SocketPath, "GET", "/v1/status", null)).Status;
            }
            catch (HttpRequestException)
            {
                // No room yet.
            }
        }
    }

    private Socket Connected()
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
        return socket;
    }

    private void Give(AccessRight right, Account? user = null)
    {
        AccessList list = new([user ?? Nobody], []);
        _access.Policy = new AccessPolicy(
            right == AccessRight.Administer ? list : AccessList.Nobody,
            right == AccessRight.Use ? list : AccessList.Nobody,
            right == AccessRight.Read ? list : AccessList.Nobody);
        // The mode lets everybody in as soon as anybody has a right; here nobody may have one, and is to be told.
        SocketGuard.Protect(SocketPath, AccessPolicy.OwnerAlone with { Read = JustNobody }, AccessRight.Read);
    }
}
